import type { Context } from '@lyceum/common/context';
import { type DomainError, fail, found } from '@lyceum/common/errors';
import { lessonNotFound } from '@lyceum/contracts/courses/draft';
import { lessonLocked } from '@lyceum/contracts/courses/lesson-lock';
import type { EntityManager } from 'typeorm';
import type { CourseRow } from '../../authoring/course/course.entity.ts';
import { canTeach, findCourse, type Reader } from '../../authoring/course/find-course.ts';
import { getLastRevision } from '../../authoring/revision/find-revision.ts';
import { listLessons, type OutlineLesson } from '../../authoring/revision/outline.ts';
import { RevisionEntity, type RevisionRow } from '../../authoring/revision/revision.entity.ts';
import { CohortEntity, type CohortRow } from '../../enrolling/cohort/cohort.entity.ts';
import { EnrolmentEntity, type EnrolmentRow } from '../../enrolling/enrolment/enrolment.entity.ts';
import { LessonProgressEntity, type LessonProgressRow } from '../progress/lesson-progress.entity.ts';
import { describeLock } from './describe-lock.ts';
import { findLocks, type Lock } from './find-locks.ts';
import { findUnmet } from './find-unmet.ts';
import { toLearnerState } from './to-learner-state.ts';

/** A course as one person may see it at this moment. */
export interface Study {
  readonly course: CourseRow;
  /** What the person learns by; for others the last one. */
  readonly revision: RevisionRow;
  /** Null for whoever only looks at it. */
  readonly enrolment: EnrolmentRow | null;
  /** Null for whoever learns without one, or only looks. */
  readonly cohort: CohortRow | null;
  /** By the id of the lesson; of whoever only looks at it there is none. */
  readonly progress: ReadonlyMap<string, LessonProgressRow>;
  /** By the id of each lesson of the revision. */
  readonly locks: ReadonlyMap<string, Lock | null>;
}

/** Fails with `course.not_found`, also for a course that has no revision yet. */
export async function findStudy(db: EntityManager, ctx: Pick<Context, 'now'>, actor: Reader, courseId: string): Promise<Study> {
  return findStudyIn(db, ctx, actor, await findCourse(db, actor, courseId, { to: 'read' }));
}

/** The same of a course that was published once. */
export async function findStudyIn(
  db: EntityManager,
  ctx: Pick<Context, 'now'>,
  actor: Reader,
  course: CourseRow,
): Promise<Study> {
  const { id: courseId } = course;
  const enrolment = await db.findOneBy(EnrolmentEntity, { courseId, personId: actor.id });
  const isTeacher = enrolment === null || enrolment.status === 'ended' ? await canTeach(db, actor, courseId) : false;
  if (!enrolment || isTeacher) {
    const revision = await getLastRevision(db, course);
    const locks = findLocks(revision.outline, isTeacher ? 'teacher' : 'stranger', ctx.now());
    return { course, revision, enrolment: null, cohort: null, progress: new Map(), locks };
  }
  const revision = await db.findOneByOrFail(RevisionEntity, { id: enrolment.revisionId });
  const rows = await db.findBy(LessonProgressEntity, { enrolmentId: enrolment.id });
  const cohort = enrolment.cohortId === null ? null : await db.findOneBy(CohortEntity, { id: enrolment.cohortId });
  const unmet = await findUnmet(db, courseId, actor.id);
  const locks = findLocks(revision.outline, toLearnerState(enrolment, { cohort, unmet, progress: rows }), ctx.now());
  return { course, revision, enrolment, cohort, progress: new Map(rows.map((row) => [row.lessonId, row])), locks };
}

/** A lesson of the revision. Fails with `lesson.not_found`. */
export function findStudyLesson({ revision }: Study, lessonId: string): OutlineLesson {
  return found(
    listLessons(revision.outline).find(({ id }) => id === lessonId),
    lessonNotFound,
  );
}

/** Passes the gate as a learner, whose progress is kept. Fails with `lesson.locked` and the reason. */
export function requireLearner(study: Study, lesson: OutlineLesson, ctx: Pick<Context, 'locale'>): EnrolmentRow {
  requireOpen(study, lesson, ctx);
  if (!study.enrolment) throw lockedBy({ code: 'not-enrolled' }, ctx);
  return study.enrolment;
}

/** Passes the gate. Fails with `lesson.locked` and the reason. */
export function requireOpen({ locks }: Study, { id }: OutlineLesson, ctx: Pick<Context, 'locale'>): void {
  const lock = locks.get(id);
  if (lock) throw lockedBy(lock, ctx);
}

function lockedBy(lock: Lock, { locale }: Pick<Context, 'locale'>): DomainError {
  const reason = describeLock(lock, locale);
  return fail(lessonLocked, { detail: reason.message, reason });
}
