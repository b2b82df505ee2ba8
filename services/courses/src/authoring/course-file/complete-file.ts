import type { StoredObject } from '@lyceum/common/storage';
import { courseFileNotReady } from '@lyceum/contracts/courses/course-file';
import type { EntityManager } from 'typeorm';
import { requireAnnounced } from '../upload/require-announced.ts';
import { CourseFileEntity, type CourseFileRow } from './course-file.entity.ts';
import { findFile } from './find-file.ts';

/** Notes that a file is there, once. Fails with `course_file.not_found` and, when it is not as announced, `course_file.not_ready`. */
export async function completeFile(
  db: EntityManager,
  place: { courseId: string; courseFileId: string },
  stored: StoredObject | undefined,
): Promise<CourseFileRow> {
  const file = await findFile(db, place, { lock: true });
  if (file.status === 'ready') return file;
  const ready = { status: 'ready', etag: requireAnnounced(file, stored, courseFileNotReady) } as const;
  await db.update(CourseFileEntity, { id: file.id }, ready);
  return { ...file, ...ready };
}
