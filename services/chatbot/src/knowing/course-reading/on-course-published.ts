import { on } from '@lyceum/common/outbox';
import { coursePublished } from '@lyceum/contracts/courses/revision';
import { KnownCourseEntity } from '../known-course/known-course.entity.ts';
import { addVersions } from './add-versions.ts';

/**
 * Events may come in any order: an older one adds versions, which people who began with it still learn by, and changes nothing else. Of a
 * deleted course nothing comes back.
 */
export const knowCourse = on(
  coursePublished,
  'chatbot.know-course',
  async ({ courseId, revision, title, language, publishedBy = null, lessons, occurredAt }, { db, ctx }) => {
    await db.query(
      `INSERT INTO known_courses AS known (id, title, language, revision, published_by, occurred_at)
       VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (id) DO UPDATE SET title = excluded.title, language = excluded.language, revision = excluded.revision,
         published_by = excluded.published_by, occurred_at = excluded.occurred_at
       WHERE known.revision < excluded.revision AND known.deleted_at IS NULL`,
      [courseId, title, language, revision, publishedBy, occurredAt],
    );
    const course = await db.findOne(KnownCourseEntity, { where: { id: courseId }, lock: { mode: 'pessimistic_write' } });
    if (course && !course.deletedAt) await addVersions(db, ctx, courseId, lessons);
  },
  { keepsCopy: true },
);
