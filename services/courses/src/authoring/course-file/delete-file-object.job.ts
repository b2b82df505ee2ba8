import { defineJob, handle, type JobHandler } from '@lyceum/common/jobs';
import type { Storage } from '@lyceum/common/storage';
import { z } from 'zod';
import { CourseFileEntity } from './course-file.entity.ts';
import { toCourseFileKey } from './course-file-key.ts';

export const deleteFileObject = defineJob('courses.delete-course-file', z.object({ objectId: z.uuid() }), {
  attempts: 12,
  backoffMs: 5_000,
});

/** Leaves what a copy of the course still has. The store takes the deletion of what is not there for success. */
export function handleDeleteFileObject({ storage }: { storage: Storage }): JobHandler {
  return handle(deleteFileObject, async ({ objectId }, { ctx, read }) => {
    if (await read((db) => db.existsBy(CourseFileEntity, { objectId }))) return;
    await storage.delete(toCourseFileKey(ctx.space, objectId));
  });
}
