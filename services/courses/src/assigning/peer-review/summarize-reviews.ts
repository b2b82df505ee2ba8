import { type EntityManager, In } from 'typeorm';
import { roundPoints } from '../../quizzing/quiz-engine/round-points.ts';
import { PeerReviewEntity } from './peer-review.entity.ts';

/** What the peer reviews of work come to. */
export interface ReviewSummary {
  readonly peerReviews: number;
  /** Median of their percent; null before the first. */
  readonly peerPercent: number | null;
  /** Median of their points; null before the first. */
  readonly peerPoints: number | null;
}

const noReviews: ReviewSummary = { peerReviews: 0, peerPercent: null, peerPoints: null };

/** Of each of these submissions: what was submitted of reviews and not removed. */
export async function summarizeReviews(
  db: EntityManager,
  submissionIds: readonly string[],
): Promise<(submissionId: string) => ReviewSummary> {
  const rows = await db
    .createQueryBuilder(PeerReviewEntity, 'review')
    .select(['review.submissionId AS "submissionId"', 'count(*)::integer AS reviews'])
    .addSelect('percentile_cont(0.5) WITHIN GROUP (ORDER BY review.points)', 'points')
    .addSelect('percentile_cont(0.5) WITHIN GROUP (ORDER BY review.percent)', 'percent')
    .where({ submissionId: In(submissionIds) })
    .andWhere('review.submittedAt IS NOT NULL AND review.removedAt IS NULL')
    .groupBy('review.submissionId')
    .getRawMany<{ submissionId: string; reviews: number; points: number; percent: number }>();
  const summaries = new Map(
    rows.map(({ submissionId, reviews, points, percent }) => [
      submissionId,
      { peerReviews: reviews, peerPercent: Math.round(percent * 100) / 100, peerPoints: roundPoints(points) },
    ]),
  );
  return (submissionId) => summaries.get(submissionId) ?? noReviews;
}
