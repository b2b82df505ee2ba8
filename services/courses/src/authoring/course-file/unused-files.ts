import type { Context } from '@lyceum/common/context';
import { enqueue } from '@lyceum/common/outbox';
import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { CourseFileEntity, type CourseFileRow } from './course-file.entity.ts';
import { uploadLifetime } from './course-file-limits.ts';
import { deleteFileObject } from './delete-file-object.job.ts';

/** Ids of the files that lessons have, by courses. */
const usedFiles = (['lessons', 'lesson_versions'] as const)
  .flatMap((table) => [
    `SELECT course_id, content->>'courseFileId' AS file_id FROM ${table} WHERE content ? 'courseFileId'`,
    `SELECT course_id, block->>'courseFileId' FROM ${table}, jsonb_array_elements(content->'blocks') AS block
     WHERE jsonb_typeof(content->'blocks') = 'array' AND block ? 'courseFileId'`,
  ])
  .join(' UNION ALL ');

/** Files that no lesson has, of the draft or of a revision; those of courses that are gone are among them. */
export function selectUnused(db: EntityManager): SelectQueryBuilder<CourseFileRow> {
  return db
    .createQueryBuilder(CourseFileEntity, 'file')
    .where(`NOT EXISTS (SELECT FROM (${usedFiles}) used WHERE used.course_id = file.course_id AND used.file_id = file.id::text)`);
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
