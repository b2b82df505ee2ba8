import type { Actor, Context } from '@lyceum/common/context';
import { type DomainError, fail } from '@lyceum/common/errors';
import type { OnBehalf } from '@lyceum/common/service-client';
import { type LessonLock, lessonLocked } from '@lyceum/contracts/courses/lesson-lock';
import type { Role } from '@lyceum/contracts/shared/roles';
import { playbackEnded, playbackNotFound } from '@lyceum/contracts/streaming/playback';
import { videos } from '@lyceum/contracts/streaming/video';
import { videoNotFound } from '@lyceum/contracts/streaming/video-problems';
import type { LessonGate } from './lesson-gate.ts';

interface Shown {
  readonly videoId: string;
  /** Null for a look at the library. */
  readonly lessonId: string | null;
}

/** The person of a request, as other services are asked for it. */
export const toPerson = (ctx: Context, { id, roles }: Pick<Actor, 'id' | 'roles'>): OnBehalf => ({
  ...{ id, roles, space: ctx.space, locale: ctx.locale, requestId: ctx.requestId },
});

const looksAtLibrary = (roles: readonly Role[]) => roles.some((role) => videos.manage.roles.includes(role));

/** Before a playback begins. Fails with `video.not_found` unless the lesson shows this video, and with `lesson.locked`. */
export async function requireShown(gate: LessonGate, { videoId, lessonId }: Shown, person: OnBehalf): Promise<void> {
  if (lessonId === null) {
    if (!looksAtLibrary(person.roles)) throw fail(videoNotFound);
    return;
  }
  const access = await gate(lessonId, person);
  if (access.videoId !== videoId) throw fail(videoNotFound);
  if (access.lock) throw lockedBy(access.lock);
  if (!access.open) throw fail(videoNotFound);
}

/** While it is played. Fails with `lesson.locked`, and with `playback.ended` once the lesson shows another video. */
export async function requireStillOpen(gate: LessonGate, { videoId, lessonId }: Shown, person: OnBehalf): Promise<void> {
  if (lessonId === null) {
    if (!looksAtLibrary(person.roles)) throw fail(playbackNotFound);
    return;
  }
  const { videoId: shown, open, lock } = await gate(lessonId, person);
  if (lock) throw lockedBy(lock);
  if (!open || shown !== videoId) throw fail(playbackEnded);
}

const lockedBy = (reason: LessonLock): DomainError => fail(lessonLocked, { detail: reason.message, reason });
