import { isDeepStrictEqual } from 'node:util';
import type { Actor, Context } from '@lyceum/common/context';
import { fail } from '@lyceum/common/errors';
import { requireVersion } from '@lyceum/common/http';
import { submissionAccepted } from '@lyceum/contracts/courses/assignment';
import { type gradeSubmission as contract, submissionSuperseded } from '@lyceum/contracts/courses/grading';
import { type EntityManager, MoreThan, Not } from 'typeorm';
import type { z } from 'zod';
import { lockStudy } from '../../learning/progress/lock-study.ts';
import { requireAssignment } from '../submission/find-assignment.ts';
import { SubmissionEntity, type SubmittedRow } from '../submission/submission.entity.ts';
import { applyGrade } from './apply-grade.ts';
import { findSubmitted } from './find-submitted.ts';
import { scoreWork } from './score-work.ts';

interface Grading {
  readonly grade: z.output<typeof contract.body>;
  readonly ifMatch: readonly number[] | undefined;
}

/**
 * Grades work; the same grade again changes nothing. Fails with `submission.not_found`, `submission.score_invalid`,
 * `submission.superseded` and `submission.accepted`, and when somebody else has graded it meanwhile.
 */
export async function gradeSubmission(
  db: EntityManager,
  ctx: Context,
  actor: Actor,
  id: string,
  { grade, ifMatch }: Grading,
): Promise<SubmittedRow> {
  const { personId } = await findSubmitted(db, actor, id, { to: 'update' });
  await lockStudy(db, personId);
  const row = await findSubmitted(db, actor, id, { to: 'update' });
  const { decision, feedback: feedbackText } = grade;
  const status = decision === 'accept' ? 'accepted' : 'returned';
  const score = scoreWork(await requireAssignment(db, row.versionId), grade);
  const values = { ...score, status, feedbackText } as const;
  const { points, percent, scores } = row;
  const before = { points, percent, scores, status: row.status, feedbackText: row.feedbackText };
  if (row.gradedBy !== null && isDeepStrictEqual(values, before)) return row;
  requireVersion(row.version, ifMatch);
  if (row.status === 'accepted' && status === 'returned') throw fail(submissionAccepted);
  await requireLast(db, row);
  return applyGrade(db, ctx, row, { score, status, feedbackText, gradedBy: actor.id });
}

async function requireLast(db: EntityManager, { enrolmentId, lessonId, number }: SubmittedRow): Promise<void> {
  const later = { enrolmentId, lessonId, number: MoreThan(number), status: Not('draft' as const) };
  if (await db.existsBy(SubmissionEntity, later)) throw fail(submissionSuperseded);
}
