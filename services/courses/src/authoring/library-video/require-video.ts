import { fail } from '@lyceum/common/errors';
import { lessonVideoUnknown } from '@lyceum/contracts/courses/draft';
import type { LessonContent } from '@lyceum/contracts/courses/lesson-content';
import { type EntityManager, In, IsNull } from 'typeorm';
import { findVideoId } from './find-video-id.ts';
import { LibraryVideoEntity } from './library-video.entity.ts';

/** Requires that the video a lesson shows is in the library and can be played. Fails with `lesson.video_unknown`. */
export async function requireVideo(db: EntityManager, content: LessonContent): Promise<void> {
  const id = findVideoId(content);
  if (id !== null && !(await findShowable(db, [id])).has(id)) throw fail(lessonVideoUnknown);
}

/** Which of these videos can be put into lessons. */
export async function findShowable(db: EntityManager, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const videos = await db.find(LibraryVideoEntity, { select: { id: true }, where: { id: In(ids), deletedAt: IsNull() } });
  return new Set(videos.map(({ id }) => id));
}
