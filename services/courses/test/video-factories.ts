import { randomUUID } from 'node:crypto';
import type { LessonContent } from '@lyceum/contracts/courses/lesson-content';
import { countWatched, getVideoAccess, lessonVideosChanged } from '@lyceum/contracts/courses/lesson-video';
import type { EventPayload } from '@lyceum/contracts/define/event';
import { videoPlayable } from '@lyceum/contracts/streaming/video';
import type { TestActor } from '@lyceum/testing/actors';
import type { z } from 'zod';
import { askAsService } from './ask-as-service.ts';
import { service } from './courses-service.ts';

/** Makes a video of the library known, or what it is now, as streaming tells it. Gives its id. */
export async function buildVideo(
  overrides: Partial<EventPayload<typeof videoPlayable>> = {},
  { space = 'main' }: { space?: string } = {},
): Promise<string> {
  const videoId = overrides.videoId ?? randomUUID();
  const video = { videoId, title: 'Лекция', durationSeconds: 100, occurredAt: '2026-11-20T10:00:00.000Z', ...overrides };
  await service.deliver(videoPlayable, video, { space });
  return videoId;
}

/** A lesson that shows such a video. */
export const libraryVideo = (videoId: string): Extract<LessonContent, { type: 'video' }> => ({
  ...{ type: 'video', videoId, url: null, durationSeconds: null },
  ...{ description: 'О типах.', transcript: 'Сегодня поговорим об обобщениях.' },
});

/** Whether a lesson is open to a person. */
export const askAccess = (person: TestActor, lessonId: string) => askAsService('streaming', getVideoAccess, { lessonId }, person);

type Piece = Partial<z.input<typeof countWatched.body>['evidence'][number]>;

/** What the player reports for a person; times are in milliseconds since the session was opened. */
export function playIn(person: TestActor, lessonId: string, sessionId: string, ...pieces: Piece[]) {
  const evidence = pieces.map((piece) => ({ id: randomUUID(), sessionId, from: 0, to: 10_000, ...piece }));
  return askAsService('streaming', countWatched, { lessonId }, person, { evidence });
}

/** What a course has told of its videos, the first first. */
export async function listShown(courseId: string): Promise<EventPayload<typeof lessonVideosChanged>[]> {
  const messages = await service.outbox(lessonVideosChanged.name);
  return messages
    .map(({ payload }) => lessonVideosChanged.schema.parse(payload))
    .filter((event) => event.courseId === courseId)
    .toSorted((one, other) => one.occurredAt.localeCompare(other.occurredAt));
}
