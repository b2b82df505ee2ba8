import type { Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import { fail } from '@lyceum/common/errors';
import { type announceCourseFile, courseStorageFull } from '@lyceum/contracts/courses/course-file';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { CourseFileEntity, type CourseFileRow } from './course-file.entity.ts';
import { maxBytes, maxFiles } from './course-file-limits.ts';

/** Keeps what is announced; the caller holds the lock of the course. Fails with `course.storage_full`. */
export async function announceFile(
  db: EntityManager,
  ctx: Context,
  courseId: string,
  announced: z.output<typeof announceCourseFile.body>,
): Promise<CourseFileRow> {
  await requireRoom(db, courseId, announced.size);
  const id = newId();
  const file: CourseFileRow = {
    ...announced,
    ...{ id, courseId, objectId: id, status: 'waiting', etag: null, createdAt: ctx.now() },
  };
  await db.insert(CourseFileEntity, file);
  return file;
}

async function requireRoom(db: EntityManager, courseId: string, size: number): Promise<void> {
  const count = await db.countBy(CourseFileEntity, { courseId });
  const bytes = (await db.sum(CourseFileEntity, 'size', { courseId })) ?? 0;
  if (count >= maxFiles || Number(bytes) + size > maxBytes) throw fail(courseStorageFull);
}
