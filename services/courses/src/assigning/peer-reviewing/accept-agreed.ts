import type { Context } from '@lyceum/common/context';
import { type EntityManager, Not } from 'typeorm';
import { applyGrade } from '../grading/apply-grade.ts';
import { summarizeReviews } from '../peer-review/summarize-reviews.ts';
import { requireAssignment } from '../submission/find-assignment.ts';
import { isSubmitted, SubmissionEntity, type SubmissionRow, type SubmittedRow } from '../submission/submission.entity.ts';
import { countDone } from './find-duty.ts';
import { findWaiting } from './find-waiting.ts';

/**
 * Accepts work with the median of its points where the assignment says so, once it has enough reviews and its learner has done theirs.
 * The caller holds the lock of the learner's study.
 */
export async function acceptAgreed(db: EntityManager, ctx: Context, work: SubmittedRow): Promise<void> {
  const { peerReview, points: maxPoints } = await requireAssignment(db, work.versionId);
  if (peerReview?.acceptPercent == null) return;
  if (!(await findWaiting(db, [work.id])).has(work.id)) return;
  const { peerReviews, peerPercent, peerPoints: points } = (await summarizeReviews(db, [work.id]))(work.id);
  if (points === null || peerPercent === null) return;
  if (peerReviews < peerReview.reviews || peerPercent < peerReview.acceptPercent) return;
  if ((await countDone(db, work)) < peerReview.reviews) return;
  const score = { points, percent: Math.round((points / maxPoints) * 10_000) / 100, scores: [] };
  await applyGrade(db, ctx, work, { score, status: 'accepted', feedbackText: '', gradedBy: null });
}

/** What a learner has handed in last for an assignment. */
export async function findCurrent(
  db: EntityManager,
  { enrolmentId, lessonId }: Pick<SubmissionRow, 'enrolmentId' | 'lessonId'>,
): Promise<SubmittedRow | null> {
  const where = { enrolmentId, lessonId, status: Not('draft' as const) };
  const last = await db.findOne(SubmissionEntity, { where, order: { number: 'DESC' } });
  return last && isSubmitted(last) ? last : null;
}
