import { found } from '@lyceum/common/errors';
import { courseNotFound } from '@lyceum/contracts/courses/course';
import type { EntityManager } from 'typeorm';
import type { CourseRow } from '../course/course.entity.ts';
import { RevisionEntity, type RevisionRow } from './revision.entity.ts';

/** What newcomers get; null before the first. */
export async function findLastRevision(db: EntityManager, course: CourseRow): Promise<RevisionRow | null> {
  const { id: courseId, revision: number } = course;
  return number === null ? null : db.findOneBy(RevisionEntity, { courseId, number, variant: 0 });
}

/** The same of a course that must have one. Fails with `course.not_found`. */
export async function getLastRevision(db: EntityManager, course: CourseRow): Promise<RevisionRow> {
  return found(await findLastRevision(db, course), courseNotFound);
}
