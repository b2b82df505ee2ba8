import type { Context } from '@lyceum/common/context';
import { fail, found } from '@lyceum/common/errors';
import type { Storage } from '@lyceum/common/storage';
import { courseFileNotFound, courseFileNotReady } from '@lyceum/contracts/courses/course-file';
import type { EntityManager } from 'typeorm';
import { CourseFileEntity, type CourseFileRow } from './course-file.entity.ts';
import { toCourseFileKey } from './course-file-key.ts';

/** How long an address gives a file, in seconds: a phone may need an hour for a gigabyte, but has begun by then. */
const downloadLifetime = 300;

/** Fails with `course_file.not_found`. */
export async function findFile(
  db: EntityManager,
  { courseId, courseFileId: id }: { courseId: string; courseFileId: string },
  { lock = false }: { lock?: boolean } = {},
): Promise<CourseFileRow> {
  const row = await db.findOne(CourseFileEntity, {
    where: { id, courseId },
    ...(lock && { lock: { mode: 'pessimistic_write' } }),
  });
  return found(row, courseFileNotFound);
}

/** Ids of the files of a course that are there. */
export async function findReadyFileIds(db: EntityManager, courseId: string): Promise<ReadonlySet<string>> {
  const files = await db.find(CourseFileEntity, { select: { id: true }, where: { courseId, status: 'ready' } });
  return new Set(files.map(({ id }) => id));
}

/** Address in the store from which anybody may read the file for some minutes. Fails with `course_file.not_ready`. */
export async function presignDownload(storage: Storage, ctx: Context, file: CourseFileRow): Promise<{ location: string }> {
  if (file.status !== 'ready') throw fail(courseFileNotReady);
  const key = toCourseFileKey(ctx.space, file.objectId);
  return { location: await storage.presignGet(key, downloadLifetime, file.name) };
}
