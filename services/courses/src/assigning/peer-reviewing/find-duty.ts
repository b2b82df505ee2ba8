import type { Context } from '@lyceum/common/context';
import { type EntityManager, IsNull } from 'typeorm';
import { PeerReviewEntity, type PeerReviewRow } from '../peer-review/peer-review.entity.ts';
import { findWaiting, toExpiry } from './find-waiting.ts';

type OfLesson = Pick<PeerReviewRow, 'enrolmentId' | 'lessonId'>;

/** How many reviews a learner has done since they began the lesson, or were asked to do it again; what was removed counts, too. */
export async function countDone(db: EntityManager, { enrolmentId, lessonId }: OfLesson): Promise<number> {
  const [row] = await db.query<[{ done: number }]>(
    `SELECT count(*)::integer AS done FROM peer_reviews r
     JOIN lesson_progress p ON p.enrolment_id = r.enrolment_id AND p.lesson_id = r.lesson_id AND p.started_at <= r.taken_at
     WHERE r.enrolment_id = $1 AND r.lesson_id = $2 AND r.submitted_at IS NOT NULL`,
    [enrolmentId, lessonId],
  );
  return row.done;
}

/** The review that a learner has taken and may still submit. */
export async function findOpen(
  db: EntityManager,
  ctx: Pick<Context, 'now'>,
  { enrolmentId, lessonId }: OfLesson,
): Promise<PeerReviewRow | undefined> {
  const where = { enrolmentId, lessonId, submittedAt: IsNull(), removedAt: IsNull() };
  const taken = await db.find(PeerReviewEntity, { where, order: { takenAt: 'DESC', id: 'DESC' } });
  const kept = taken.filter(({ takenAt }) => toExpiry(takenAt) > ctx.now());
  const waiting = await findWaiting(
    db,
    kept.map(({ submissionId }) => submissionId),
  );
  return kept.find(({ submissionId }) => waiting.has(submissionId));
}
