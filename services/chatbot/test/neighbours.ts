import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getLessonText, getTutorAccess } from '@lyceum/contracts/courses/tutor-access';
import { listCaptionCues } from '@lyceum/contracts/streaming/caption-cues';
import type { TestService } from '@lyceum/testing/service';
import type { z } from 'zod';
import type { Study } from '../src/gate/study-gate.ts';

export interface Asker {
  readonly id: string;
  readonly roles: string;
  readonly space: string;
}

type LessonText = z.output<typeof getLessonText.response>;

/** The internal endpoints of courses and streaming that the tutor asks, for tests of this service alone. */
export interface Neighbours extends Pick<TestService, 'url' | 'keys'> {
  /** What the gate says, by the id of the course; of any other it says 404. */
  readonly studies: Map<string, (asker: Asker) => Study | undefined>;
  /** By the id of the version. */
  readonly texts: Map<string, LessonText>;
  /** By the id of the video; of any other there are no captions. */
  readonly cues: Map<string, z.output<typeof listCaptionCues.response>>;
  /** Addresses that were asked, oldest first. */
  readonly asked: string[];
  /** What they answer to everything; null answers as they do. */
  status: number | null;
}

const toPattern = ({ path }: { path: string }) => new RegExp(`^/api/v1${path.replace(/:\w+/, '([^/]+)')}$`);
const [accessPath, textPath, cuesPath] = [getTutorAccess, getLessonText, listCaptionCues].map(toPattern);

/** Called at the top of a file, before the service that asks them. */
export function createNeighbours(models: Pick<TestService, 'keys'>): Neighbours {
  const server = createServer((request, response) => {
    const { status, body } = answer(request);
    response.writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' });
    response.end(JSON.stringify(body));
  });
  const neighbours: Neighbours = {
    get url() {
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a TCP server's address is never a string
    },
    get keys() {
      return models.keys;
    },
    ...{ studies: new Map(), texts: new Map(), cues: new Map(), asked: [], status: null },
  };

  function answer({ url = '', headers }: IncomingMessage): { status: number; body: unknown } {
    neighbours.asked.push(url);
    if (neighbours.status !== null) return { status: neighbours.status, body: {} };
    const find = (pattern: RegExp | undefined) => pattern?.exec(url)?.[1] ?? '';
    const asker = {
      id: `${headers['x-lyceum-person']}`,
      roles: `${headers['x-lyceum-roles']}`,
      space: `${headers['x-lyceum-space']}`,
    };
    const videoId = find(cuesPath);
    const body =
      neighbours.studies.get(find(accessPath))?.(asker) ??
      neighbours.texts.get(find(textPath)) ??
      (videoId && (neighbours.cues.get(videoId) ?? { tracks: [] }));
    return body ? { status: 200, body } : { status: 404, body: {} };
  }

  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  beforeEach(() => {
    neighbours.asked.length = 0;
    neighbours.status = null;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return neighbours;
}
