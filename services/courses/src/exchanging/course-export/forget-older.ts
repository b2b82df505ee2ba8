import type { JobRun } from '@lyceum/common/jobs';
import type { Storage } from '@lyceum/common/storage';
import { Not } from 'typeorm';
import { CourseExportEntity, type CourseExportRow } from './course-export.entity.ts';
import { toExportKey } from './course-export-key.ts';

/** A course lies packed for a person once: an older package of the same format gives way. */
export async function forgetOlder(storage: Storage, { ctx, read, transact }: JobRun, row: CourseExportRow): Promise<void> {
  const { id, courseId, personId, format } = row;
  const older = { id: Not(id), courseId, personId, format, status: Not('queued' as const) };
  for (const one of await read((db) => db.findBy(CourseExportEntity, older))) {
    await storage.delete(toExportKey(ctx.space, one.id));
    await transact((db) => db.delete(CourseExportEntity, { id: one.id }));
  }
}
