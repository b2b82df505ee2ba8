import { randomUUID } from 'node:crypto';
import * as contract from '@lyceum/contracts/streaming/playback';
import { asUser, type TestActor } from '@lyceum/testing/actors';
import { testIssuer } from '@lyceum/testing/keys';
import { buildPlayable } from './build-playable.ts';
import { contentUrl, courses, service } from './streaming-service.ts';

/** A lesson that is open to everybody and shows the video. */
export function showInLesson(videoId: string): string {
  const lessonId = randomUUID();
  courses.lessons.set(lessonId, { videoId, open: true, lock: null });
  return lessonId;
}

export function closeLesson(lessonId: string): void {
  const videoId = courses.lessons.get(lessonId)?.videoId ?? null;
  const lock = { code: 'enrolment-ended', message: 'Your enrolment has ended' } as const;
  courses.lessons.set(lessonId, { videoId, open: false, lock });
}

/** Begins to watch the video of a lesson. */
export async function watch(videoId: string, as: TestActor) {
  const lessonId = showInLesson(videoId);
  const response = await service.call(contract.startPlayback, { as, params: { videoId }, body: { lessonId } });
  if (response.status !== 201) throw new Error(`${response.status} ${response.text}`);
  const playback = contract.playback.parse(response.body);
  return { as, lessonId, playback, params: { playbackId: playback.id } };
}

/** A learner who has begun to watch such a video in a lesson. */
export async function buildPlayback(overrides: Parameters<typeof buildPlayable>[0] & { as?: TestActor } = {}) {
  const built = await buildPlayable(overrides);
  const as = overrides.as ?? asUser({ space: overrides.space ?? 'main' });
  return { ...built, ...(await watch(built.video.id, as)) };
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  readonly text: string;
  readonly code: string | undefined;
}

/** Asks at an address as it was given out, through what stands for the gateway: it takes the space out of the path. */
export async function ask(address: string, as?: TestActor, init: RequestInit = {}): Promise<Answer> {
  const headers = new Headers(init.headers);
  if (as) headers.set('authorization', `Bearer ${service.token(as)}`);
  const response = await fetch(toServiceUrl(address, headers), { ...init, headers });
  const bytes = Buffer.from(await response.arrayBuffer());
  const text = bytes.toString();
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json');
  const code = isProblem ? (JSON.parse(text) as { code: string }).code : undefined; // as every problem document has it
  return { status: response.status, headers: response.headers, bytes, text, code };
}

function toServiceUrl(address: string, headers: Headers): string {
  const base = [testIssuer, contentUrl].find((one) => address.startsWith(one));
  if (!base) return address;
  const [, space, path] = /^(?:\/s\/([^/]+))?(\/.*)$/.exec(address.slice(base.length)) ?? [];
  if (space) headers.set('x-lyceum-space', space);
  return `${service.url}${path}`;
}

/** Addresses of a playlist, in order. */
export const readUrls = (playlist: string): string[] => playlist.split('\n').filter((one) => one !== '' && !one.startsWith('#'));
