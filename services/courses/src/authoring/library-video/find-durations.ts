import type { LessonContent } from '@lyceum/contracts/courses/lesson-content';
import { type EntityManager, In } from 'typeorm';
import { findVideoId } from './find-video-id.ts';
import { LibraryVideoEntity } from './library-video.entity.ts';

/** How long the video of a lesson is, in seconds; null of a lesson without one. */
export type FindDuration = (content: LessonContent) => number | null;

/** Of the library what it has measured last, of videos elsewhere what their authors say; many with one query. */
export async function findDurations(db: EntityManager, contents: readonly LessonContent[]): Promise<FindDuration> {
  const ids = contents.flatMap((content) => findVideoId(content) ?? []);
  const videos = ids.length === 0 ? [] : await db.findBy(LibraryVideoEntity, { id: In([...new Set(ids)]) });
  const measured = new Map(videos.map(({ id, durationSeconds }) => [id, durationSeconds]));
  return (content) => {
    if (content.type !== 'video') return null;
    const videoId = findVideoId(content);
    return videoId === null ? content.durationSeconds : (measured.get(videoId) ?? null);
  };
}

/** The same of one lesson. */
export async function findDuration(db: EntityManager, content: LessonContent): Promise<number | null> {
  return (await findDurations(db, [content]))(content);
}
