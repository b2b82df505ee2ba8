import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { countWatched, getVideoAccess } from '@lyceum/contracts/courses/lesson-video';
import { startTestKeys, type TestKeys } from '@lyceum/testing/keys';
import type { LessonAccess } from '../src/playing/gate/lesson-gate.ts';

interface Question {
  readonly lessonId: string;
  readonly person: unknown;
  readonly roles: unknown;
  readonly space: unknown;
}

/** The two internal endpoints of courses that playing asks, for tests of this service alone. */
export interface CoursesDouble {
  readonly url: string;
  readonly keys: TestKeys;
  /** By the id of the lesson; any other is unknown. */
  readonly lessons: Map<string, LessonAccess>;
  /** What the gate was asked. */
  readonly questions: Question[];
  /** Evidence as it came. */
  readonly reports: { readonly lessonId: string; readonly person: unknown; readonly evidence: readonly { id: string }[] }[];
  /** What it answers to everything; null answers as courses does. */
  status: number | null;
  /** What its answers wait for. */
  hold: Promise<void>;
}

const paths = [getVideoAccess, countWatched].map(({ path }) => `/api/v1${path.replace(':lessonId', '([^/]+)')}`);
const [accessPath, evidencePath] = paths.map((path) => new RegExp(`^${path}$`));

/** Called at the top of a file, before the service that asks it; its tokens are those of the service's own clock. */
export function createCoursesDouble(now: () => Date): CoursesDouble {
  let keys: TestKeys | undefined;
  const server = createServer((request, response) => {
    void answer(request).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' });
      response.end(JSON.stringify(body));
    });
  });
  const double: CoursesDouble = {
    get url() {
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a TCP server's address is never a string
    },
    get keys() {
      if (!keys) throw new Error('keys are there while tests run');
      return keys;
    },
    ...{ lessons: new Map(), questions: [], reports: [], status: null, hold: Promise.resolve() },
  };

  async function answer(request: IncomingMessage): Promise<{ status: number; body: unknown }> {
    const { url = '', headers } = request;
    const person = headers['x-lyceum-person'];
    const sent = request.method === 'POST' ? await json(request) : undefined;
    const [, lessonId] = accessPath?.exec(url) ?? [];
    if (lessonId) {
      const question = { lessonId, person, roles: headers['x-lyceum-roles'], space: headers['x-lyceum-space'] };
      double.questions.push(question);
    }
    await double.hold;
    if (double.status !== null) return { status: double.status, body: {} };
    const access = lessonId && double.lessons.get(lessonId);
    if (access) return { status: 200, body: access };
    const [, reported] = evidencePath?.exec(url) ?? [];
    if (!reported) return { status: 404, body: {} };
    const { evidence } = countWatched.body.parse(sent);
    double.reports.push({ lessonId: reported, person, evidence });
    const results = evidence.map(({ id, from, to }) => ({ id, result: 'counted', reason: null, seconds: (to - from) / 1000 }));
    return { status: 200, body: { results, lessons: [] } };
  }

  beforeAll(async () => {
    keys = await startTestKeys({ now });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  beforeEach(() => {
    double.lessons.clear();
    double.questions.length = 0;
    double.reports.length = 0;
    Object.assign(double, { status: null, hold: Promise.resolve() });
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await keys?.stop();
  });
  return double;
}
