import type { Context } from '@lyceum/common/context';
import { fail, found } from '@lyceum/common/errors';
import type { Storage } from '@lyceum/common/storage';
import { courseFileNotFound, courseFileNotReady } from '@lyceum/contracts/courses/course-file';
import type { EntityManager } from 'typeorm';
import { CourseFileEntity, type CourseFileRow } from './course-file.entity.ts';
import { toCourseFileKey } from './course-file-key.ts';

/** How long an address gives a file, in seconds; whoever has begun by then may go on. */
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

/** Media types of the files of a course that are there, by their ids. */
export async function findReadyFiles(db: EntityManager, courseId: string): Promise<ReadonlyMap<string, string>> {
  const files = await db.find(CourseFileEntity, { select: { id: true, type: true }, where: { courseId, status: 'ready' } });
  return new Map(files.map(({ id, type }) => [id, type]));
}

/** What a reader needs of a file, with an address from which anybody may read it for some minutes. Fails with `course_file.not_ready`. */
export async function presentFile(
  storage: Storage,
  ctx: Context,
  { status, name, type: mediaType, size, objectId }: CourseFileRow,
) {
  if (status !== 'ready') throw fail(courseFileNotReady);
  const url = storage.presignGet(toCourseFileKey(ctx.space, objectId), downloadLifetime, name);
  return { name, mediaType, size, url };
}
