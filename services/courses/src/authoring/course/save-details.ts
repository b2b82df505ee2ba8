import { fail, found } from '@lyceum/common/errors';
import { categoryNotFound } from '@lyceum/contracts/courses/category';
import { coursePrerequisiteInvalid } from '@lyceum/contracts/courses/course';
import { type EntityManager, In } from 'typeorm';
import { CategoryEntity } from '../category/category.entity.ts';
import { CourseEntity, type CourseRow } from './course.entity.ts';
import { CoursePrerequisiteEntity } from './course-prerequisite.entity.ts';
import { CourseTagEntity } from './course-tag.entity.ts';

export type CourseDetails = Pick<
  CourseRow,
  | 'title'
  | 'summary'
  | 'description'
  | 'language'
  | 'level'
  | 'categoryId'
  | 'tags'
  | 'coverUrl'
  | 'coverImageId'
  | 'price'
  | 'enrolment'
  | 'sequential'
> & { prerequisites: string[] };

/** Keeps the category from being deleted until the transaction ends. Fails with `category.not_found`. */
export async function requireCategory(db: EntityManager, id: string | null | undefined): Promise<void> {
  if (!id) return;
  found(await db.findOne(CategoryEntity, { where: { id }, lock: { mode: 'for_key_share' } }), categoryNotFound);
}

export async function saveTags(db: EntityManager, courseId: string, tags: readonly string[]): Promise<void> {
  await db.delete(CourseTagEntity, { courseId });
  const distinct = [...new Set(tags)];
  if (distinct.length > 0)
    await db.insert(
      CourseTagEntity,
      distinct.map((tag) => ({ courseId, tag })),
    );
}

/**
 * Fails with `course.prerequisite_invalid` when a course is not there or not published, or when both would wait for each other, by
 * whatever way. The space's courses are few enough for a walk; one lock keeps two changes from closing a circle together.
 */
export async function savePrerequisites(db: EntityManager, courseId: string, prerequisites: readonly string[]): Promise<void> {
  const ids = [...new Set(prerequisites)];
  await db.delete(CoursePrerequisiteEntity, { courseId });
  if (ids.length === 0) return;
  await db.query("SELECT pg_advisory_xact_lock(hashtextextended('course_prerequisites ' || current_setting('app.space'), 0))");
  if ((await findAll(db, ids)).some(({ status }) => status === 'draft')) throw fail(coursePrerequisiteInvalid);
  await db.insert(
    CoursePrerequisiteEntity,
    ids.map((requiredId) => ({ courseId, requiredId })),
  );
  const [circle] = await db.query<unknown[]>(
    `WITH RECURSIVE required(id) AS (
       SELECT required_id FROM course_prerequisites WHERE course_id = $1
       UNION SELECT p.required_id FROM course_prerequisites p JOIN required r ON p.course_id = r.id
     ) SELECT 1 FROM required WHERE id = $1`,
    [courseId],
  );
  if (circle !== undefined) throw fail(coursePrerequisiteInvalid);
}

async function findAll(db: EntityManager, ids: readonly string[]): Promise<Pick<CourseRow, 'id' | 'status'>[]> {
  const rows = await db.find(CourseEntity, {
    select: { id: true, status: true },
    where: { id: In(ids) },
    lock: { mode: 'for_key_share' },
  });
  if (rows.length < ids.length) throw fail(coursePrerequisiteInvalid);
  return rows;
}
