import { isDeepStrictEqual } from 'node:util';
import type { Context } from '@lyceum/common/context';
import { publish } from '@lyceum/common/outbox';
import { lessonVideosChanged } from '@lyceum/contracts/courses/lesson-video';
import type { EntityManager } from 'typeorm';
import { CourseVideosEntity, type CourseVideosRow } from './course-videos.entity.ts';

/**
 * Tells what a course shows of the library, if it is not what was told last; of a course that is gone, that it shows nothing. To be
 * called at the end of each transaction that may have changed it: it keeps others who change the course waiting.
 */
export async function publishLessonVideos(db: EntityManager, ctx: Context, courseId: string): Promise<void> {
  // So that whoever comes last tells of the changes of all.
  const key = "hashtextextended('course_videos ' || current_setting('app.space') || ' ' || $1, 0)";
  await db.query(`SELECT pg_advisory_xact_lock(${key})`, [courseId]);
  const before = await db.findOneBy(CourseVideosEntity, { id: courseId });
  const title = await findTitle(db, courseId);
  const lessons = await findLessons(db, courseId);
  if (!before && lessons.length === 0) return;
  const courseTitle = title ?? before?.courseTitle ?? '';
  if (before && title !== null && isTold(before, { courseTitle, lessons })) return;
  // Readers go by the moment: a later list has a later one, whatever the clocks of two processes say.
  const earliest = before ? before.occurredAt.getTime() + 1 : 0;
  const occurredAt = new Date(Math.max(ctx.now().getTime(), earliest));
  if (title === null) await db.delete(CourseVideosEntity, { id: courseId });
  else await db.save(CourseVideosEntity, { id: courseId, courseTitle, lessons, occurredAt });
  await publish(db, ctx, lessonVideosChanged, { courseId, courseTitle, lessons, occurredAt });
}

type Shown = Pick<CourseVideosRow, 'courseTitle' | 'lessons'>;

/** The title matters only beside a lesson. */
function isTold(before: Shown, { courseTitle, lessons }: Shown): boolean {
  return isDeepStrictEqual(before.lessons, lessons) && (lessons.length === 0 || before.courseTitle === courseTitle);
}

/** Null when the course is gone. */
async function findTitle(db: EntityManager, courseId: string): Promise<string | null> {
  const [course] = await db.query<{ title: string }[]>('SELECT title FROM courses WHERE id = $1', [courseId]);
  return course?.title ?? null;
}

/** Each lesson with each of its videos once, in the order of their ids; the draft, then the newest version says its title. */
async function findLessons(db: EntityManager, courseId: string): Promise<CourseVideosRow['lessons']> {
  const rows = await db.query<{ lesson_id: string; title: string; video_id: string }[]>(
    `SELECT DISTINCT ON (lesson_id, video_id) lesson_id, title, video_id FROM (
       SELECT id AS lesson_id, title, content->>'videoId' AS video_id, NULL::uuid AS version_id FROM lessons
       WHERE course_id = $1 AND type = 'video' AND content->>'videoId' IS NOT NULL
       UNION ALL
       SELECT lesson_id, title, video_id::text, id FROM lesson_versions WHERE course_id = $1 AND video_id IS NOT NULL
     ) shown
     ORDER BY lesson_id, video_id, version_id DESC`,
    [courseId],
  );
  return rows.map(({ lesson_id: lessonId, title: lessonTitle, video_id: videoId }) => ({ lessonId, lessonTitle, videoId }));
}
