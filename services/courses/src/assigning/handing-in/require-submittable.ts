import type { Actor, Context } from '@lyceum/common/context';
import { fail } from '@lyceum/common/errors';
import {
  submissionAccepted,
  submissionNoneLeft,
  submissionTooLate,
  submissionWaiting,
} from '@lyceum/contracts/courses/assignment';
import type { AssignmentContent } from '@lyceum/contracts/courses/assignment-content';
import type { EntityManager } from 'typeorm';
import type { OutlineLesson } from '../../authoring/revision/outline.ts';
import type { EnrolmentRow } from '../../enrolling/enrolment/enrolment.entity.ts';
import { toMoment } from '../../learning/gate/describe-lock.ts';
import { findStudy, findStudyLesson, requireLearner, type Study } from '../../learning/gate/find-study.ts';
import { lockStudy } from '../../learning/progress/lock-study.ts';
import { requireAssignment } from '../submission/find-assignment.ts';
import { findDue } from '../submission/find-due.ts';
import { SubmissionEntity, type SubmissionRow } from '../submission/submission.entity.ts';
import { countLeft, listRound } from './list-round.ts';

export interface Submittable {
  readonly study: Study;
  readonly lesson: OutlineLesson;
  readonly enrolment: EnrolmentRow;
  readonly assignment: AssignmentContent;
  readonly dueAt: Date | null;
  readonly isLate: boolean;
  readonly draft: SubmissionRow | undefined;
  /** Number of the draft, or of the one to be. */
  readonly number: number;
}

/**
 * Requires that the learner may hand the assignment in now; until the transaction ends nobody hands in or grades their work. Fails
 * with `lesson.locked`, `lesson.no_assignment`, `submission.accepted`, `submission.waiting`, `submission.none_left` and
 * `submission.too_late`.
 */
export async function requireSubmittable(
  db: EntityManager,
  ctx: Context,
  actor: Actor,
  { courseId, lessonId }: { courseId: string; lessonId: string },
): Promise<Submittable> {
  await lockStudy(db, actor.id);
  const study = await findStudy(db, ctx, actor, courseId);
  const lesson = findStudyLesson(study, lessonId);
  const enrolment = requireLearner(study, lesson, ctx);
  const assignment = await requireAssignment(db, lesson.versionId);
  const where = { enrolmentId: enrolment.id, lessonId };
  const submissions = await db.find(SubmissionEntity, { where, order: { number: 'ASC' } });
  const round = listRound(submissions, study.progress.get(lessonId));
  if (round.some(({ status }) => status === 'accepted')) throw fail(submissionAccepted);
  if (round.some(({ status }) => status === 'submitted')) throw fail(submissionWaiting);
  if (countLeft(assignment, round) === 0) throw fail(submissionNoneLeft);
  const dueAt = await findDue(db, assignment, enrolment, lessonId);
  const isLate = dueAt !== null && ctx.now() > dueAt;
  if (isLate && assignment.late === 'refused') throw tooLate(dueAt);
  const draft = submissions.find(({ status }) => status === 'draft');
  return { study, lesson, enrolment, assignment, dueAt, isLate, draft, number: draft?.number ?? submissions.length + 1 };
}

function tooLate(dueAt: Date) {
  const { en, ru } = toMoment(dueAt.toISOString());
  return fail(submissionTooLate, { detail: { en: `It was due at ${en}.`, ru: `Сдать нужно было до ${ru}.` } });
}
