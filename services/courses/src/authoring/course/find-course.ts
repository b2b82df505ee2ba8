import type { Actor } from '@lyceum/common/context';
import { fail } from '@lyceum/common/errors';
import { courseNotFound, courses } from '@lyceum/contracts/courses/course';
import type { EntityManager } from 'typeorm';
import { CourseEntity, type CourseRow } from './course.entity.ts';
import { CourseAuthorEntity } from './course-author.entity.ts';

/** What it takes to know who may do what. */
export type Reader = Pick<Actor, 'id' | 'can'>;

/** `can` of a person for whom a service asks is about the service. */
export function toReader({ id, roles }: Pick<Actor, 'id' | 'roles'>): Reader {
  return { id, can: ({ roles: allowed }) => roles.some((role) => allowed.includes(role)) };
}

interface Purpose {
  /** `teach` is to see what authors and teachers see, `update` to change the course. */
  readonly to: 'read' | 'teach' | 'update';
  /** Keeps others from changing the course, its modules and their order until the transaction ends. */
  readonly lock?: boolean;
  /** Only keeps it from being deleted until then, for rows that will belong to it. */
  readonly keep?: boolean;
}

/**
 * A course, if the person may do this with it. Everybody reads what was published once; whatever else does not exist for others than
 * its authors and staff. Fails with `course.not_found`.
 */
export async function findCourse(db: EntityManager, actor: Reader, id: string, { to, lock, keep }: Purpose): Promise<CourseRow> {
  const query = db.createQueryBuilder(CourseEntity, 'course').where({ id });
  // Weaker than FOR UPDATE, for which whoever learns would wait: their rows point to the course.
  if (lock) query.setLock('for_no_key_update');
  else if (keep) query.setLock('for_key_share');
  const course = await query.getOne();
  if (!course) throw fail(courseNotFound);
  if (to === 'read' && course.status !== 'draft') return course;
  if (actor.can(to === 'update' ? courses.updateAny : courses.readAny)) return course;
  if (await isAuthor(db, id, actor.id)) return course;
  throw fail(courseNotFound);
}

/** Whether the person sees the course as those who teach it do. */
export async function canTeach(db: EntityManager, actor: Reader, courseId: string): Promise<boolean> {
  return actor.can(courses.readAny) || isAuthor(db, courseId, actor.id);
}

/** Whether the person may change the course. */
export async function canUpdate(db: EntityManager, actor: Reader, courseId: string): Promise<boolean> {
  return actor.can(courses.updateAny) || isAuthor(db, courseId, actor.id);
}

export function isAuthor(db: EntityManager, courseId: string, personId: string): Promise<boolean> {
  return db.existsBy(CourseAuthorEntity, { courseId, personId });
}
