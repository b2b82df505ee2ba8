import { on } from '@lyceum/common/outbox';
import { courseDeleted } from '@lyceum/contracts/courses/revision';
import { LessonVersionEntity } from '../lesson-version/lesson-version.entity.ts';
import { WordEntity } from '../search-index/word.entity.ts';

/** Its passages go with its versions. One that was never known is kept as deleted. */
export const forgetCourse = on(courseDeleted, 'chatbot.forget-course', async ({ courseId, occurredAt }, { db }) => {
  await db.query(
    `INSERT INTO known_courses AS known (id, title, language, revision, occurred_at, deleted_at) VALUES ($1, '', 'en', 0, $2, $2)
       ON CONFLICT (id) DO UPDATE SET title = '', published_by = NULL, deleted_at = excluded.deleted_at`,
    [courseId, occurredAt],
  );
  await db.delete(LessonVersionEntity, { courseId });
  await db.delete(WordEntity, { courseId });
});
