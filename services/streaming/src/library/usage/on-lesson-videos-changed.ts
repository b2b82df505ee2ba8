import { newId } from '@lyceum/common/database';
import { on } from '@lyceum/common/outbox';
import { lessonVideosChanged } from '@lyceum/contracts/courses/lesson-video';
import { VideoUsageEntity } from './video-usage.entity.ts';

/** Events may come in any order: older news of a course change nothing. */
export const keepUsages = on(
  lessonVideosChanged,
  'streaming.keep-usages',
  async ({ courseId, courseTitle, lessons, occurredAt }, { db }) => {
    const news = await db.query<unknown[]>(
      `INSERT INTO course_usages AS known (course_id, occurred_at) VALUES ($1, $2)
       ON CONFLICT (space_id, course_id) DO UPDATE SET occurred_at = excluded.occurred_at
       WHERE known.occurred_at <= excluded.occurred_at RETURNING course_id`,
      [courseId, occurredAt],
    );
    if (news.length === 0) return;
    await db.delete(VideoUsageEntity, { courseId });
    const shown = new Map(lessons.map((lesson) => [`${lesson.lessonId} ${lesson.videoId}`, lesson]));
    const usages = [...shown.values()].map((lesson) => ({ ...lesson, id: newId(), courseId, courseTitle }));
    await db.insert(VideoUsageEntity, usages);
  },
  { keepsCopy: true },
);
