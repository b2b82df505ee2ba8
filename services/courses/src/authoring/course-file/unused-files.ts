import type { Context } from '@lyceum/common/context';
import { enqueue } from '@lyceum/common/outbox';
import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { CourseFileEntity, type CourseFileRow } from './course-file.entity.ts';
import { uploadLifetime } from './course-file-limits.ts';
import { deleteFileObject } from './delete-file-object.job.ts';

/** Files that no lesson has, of the draft or of a revision; those of courses that are gone are among them. */
export function selectUnused(db: EntityManager): SelectQueryBuilder<CourseFileRow> {
  const inLessons = (table: 'lessons' | 'lesson_versions') =>
    `EXISTS (SELECT 1 FROM ${table} one WHERE one.course_id = file.course_id AND (one.content->>'courseFileId' = file.id::text
       OR one.content->'blocks' @> jsonb_build_array(jsonb_build_object('courseFileId', file.id))))`;
  return db
    .createQueryBuilder(CourseFileEntity, 'file')
    .where(`NOT ${inLessons('lessons')}`)
    .andWhere(`NOT ${inLessons('lesson_versions')}`);
}

/** Deletes a file if no lesson has it, and its bytes with the last file that shares them. Tells whether it did. */
export async function deleteUnused(db: EntityManager, ctx: Context, { id, objectId }: CourseFileRow): Promise<boolean> {
  if (!(await selectUnused(db).andWhere({ id }).getExists())) return false;
  await db.delete(CourseFileEntity, { id });
  // Its address may take an upload for some time yet.
  const at = new Date(ctx.now().getTime() + (uploadLifetime + 600) * 1000);
  await enqueue(db, ctx, deleteFileObject, { objectId }, { at });
  return true;
}
