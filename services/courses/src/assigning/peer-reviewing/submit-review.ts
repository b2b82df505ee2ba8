import { isDeepStrictEqual } from 'node:util';
import type { Actor, Context } from '@lyceum/common/context';
import { fail } from '@lyceum/common/errors';
import { publish } from '@lyceum/common/outbox';
import {
  type submitPeerReview as contract,
  maxReviewsOfWork,
  peerReviewExpired,
  peerReviewRemoved,
  peerReviewSubmitted,
  peerReviewWorkGraded,
  peerReviewWorkSuperseded,
} from '@lyceum/contracts/courses/peer-review';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { renderLearnerText } from '../../learning/lesson-text/render-learner-text.ts';
import { lockStudies } from '../../learning/progress/lock-study.ts';
import { type Score, scoreWork } from '../grading/score-work.ts';
import { PeerReviewEntity, type PeerReviewRow } from '../peer-review/peer-review.entity.ts';
import { requireAssignment } from '../submission/find-assignment.ts';
import type { SubmittedRow } from '../submission/submission.entity.ts';
import { acceptAgreed, findCurrent } from './accept-agreed.ts';
import { findOwn, getWork, requireReviewer } from './find-review.ts';
import { countPlaces, findWaiting, toExpiry } from './find-waiting.ts';

/**
 * Submits a review or changes it; the same again changes nothing. Fails with `peer_review.not_found`, `lesson.locked`,
 * `peer_review.removed`, `peer_review.work_graded`, `peer_review.work_superseded`, `peer_review.expired` and `submission.score_invalid`.
 */
export async function submitReview(
  db: EntityManager,
  ctx: Context,
  actor: Actor,
  id: string,
  { comment: commentText, ...grade }: z.output<typeof contract.body>,
): Promise<PeerReviewRow> {
  const { personId } = await getWork(db, await findOwn(db, actor, id));
  // Before the locks, for which others wait.
  const comment = renderLearnerText(commentText);
  await lockStudies(db, [actor.id, personId]);
  const row = await findOwn(db, actor, id);
  await requireReviewer(db, ctx, actor, row);
  const work = await getWork(db, row);
  if (row.removedAt) throw fail(peerReviewRemoved);
  await requireWaiting(db, work);
  const score = scoreWork(await requireAssignment(db, work.versionId), grade);
  const { points, percent, scores } = row;
  if (isDeepStrictEqual({ ...score, commentText }, { points, percent, scores, commentText: row.commentText })) return row;
  await requirePlace(db, ctx, row);
  const changes = { ...score, commentText, comment, submittedAt: ctx.now() };
  await db.update(PeerReviewEntity, { id }, changes);
  await announce(db, ctx, row, work, score);
  await acceptAgreed(db, ctx, work);
  const own = await findCurrent(db, row);
  if (own) await acceptAgreed(db, ctx, own);
  return { ...row, ...changes };
}

async function requireWaiting(db: EntityManager, { id, status }: SubmittedRow): Promise<void> {
  if (status !== 'submitted') throw fail(peerReviewWorkGraded);
  if (!(await findWaiting(db, [id])).has(id)) throw fail(peerReviewWorkSuperseded);
}

/** What was not submitted in time still may be, while not too many others review the work. */
async function requirePlace(
  db: EntityManager,
  ctx: Context,
  { submissionId, reviewerId, submittedAt, takenAt }: PeerReviewRow,
): Promise<void> {
  if (submittedAt || toExpiry(takenAt) > ctx.now()) return;
  if ((await countPlaces(db, ctx, submissionId, reviewerId)) >= maxReviewsOfWork) throw fail(peerReviewExpired);
}

async function announce(
  db: EntityManager,
  ctx: Context,
  { id: peerReviewId, reviewerId }: PeerReviewRow,
  work: SubmittedRow,
  { points, percent }: Score,
): Promise<void> {
  const { id: submissionId, courseId, enrolmentId, personId, lessonId, versionId, title, maxPoints } = work;
  await publish(db, ctx, peerReviewSubmitted, {
    ...{ courseId, enrolmentId, personId, lessonId, versionId, submissionId, peerReviewId, reviewerId, title },
    ...{ points, maxPoints, percent, occurredAt: ctx.now() },
  });
}
