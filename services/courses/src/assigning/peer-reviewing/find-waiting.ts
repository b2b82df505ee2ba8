import type { Context } from '@lyceum/common/context';
import { maxReviewsOfWork } from '@lyceum/contracts/courses/peer-review';
import type { EntityManager } from 'typeorm';
import type { EnrolmentRow } from '../../enrolling/enrolment/enrolment.entity.ts';

const patienceMs = 7 * 86_400_000;

/** Until when a place is kept for a review that is not submitted. */
export const toExpiry = (takenAt: Date): Date => new Date(takenAt.getTime() + patienceMs);

/** A review that was taken then or before has lost its place. */
const toLastExpired = ({ now }: Pick<Context, 'now'>): Date => new Date(now().getTime() - patienceMs);

/** Work `s` that is not graded, and whose learner was not asked to begin anew since: until then nobody hands in twice. */
const waits = `s.status = 'submitted'
  AND EXISTS (SELECT 1 FROM lesson_progress p
    WHERE p.enrolment_id = s.enrolment_id AND p.lesson_id = s.lesson_id AND p.started_at <= s.submitted_at)`;

/** Those of these submissions that may be reviewed now. */
export async function findWaiting(db: EntityManager, submissionIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await db.query<{ id: string }[]>(`SELECT s.id FROM submissions s WHERE s.id = ANY($1) AND ${waits}`, [
    submissionIds,
  ]);
  return new Set(rows.map(({ id }) => id));
}

/** How many others review this work, or have. */
export async function countPlaces(
  db: EntityManager,
  ctx: Pick<Context, 'now'>,
  submissionId: string,
  reviewerId: string,
): Promise<number> {
  const [row] = await db.query<[{ places: number }]>(
    `SELECT count(*)::integer AS places FROM peer_reviews r WHERE r.submission_id = $1 AND r.reviewer_id <> $2 AND r.removed_at IS NULL
       AND (r.submitted_at IS NOT NULL OR r.taken_at > $3)`,
    [submissionId, reviewerId, toLastExpired(ctx)],
  );
  return row.places;
}

/** Reviews spread evenly among so many works; who else waits comes when those have enough. */
const candidates = 200;

type Seeker = Pick<EnrolmentRow, 'courseId' | 'personId' | 'cohortId'>;

/** The work of another learner that needs a review by this one next, as `takePeerReview` describes it. */
export async function findNext(
  db: EntityManager,
  ctx: Pick<Context, 'now'>,
  seeker: Seeker,
  lessonId: string,
): Promise<string | null> {
  for (const ofOwnCohort of [true, false]) {
    for (const lacksReviews of [true, false]) {
      const id = await findAmongOldest(db, ctx, seeker, { lessonId, ofOwnCohort, lacksReviews });
      if (id !== null) return id;
    }
  }
  return null;
}

interface Wanted {
  readonly lessonId: string;
  readonly ofOwnCohort: boolean;
  /** Fewer people review it than each learner has works to review. */
  readonly lacksReviews: boolean;
}

async function findAmongOldest(
  db: EntityManager,
  ctx: Pick<Context, 'now'>,
  { courseId, personId, cohortId }: Seeker,
  { lessonId, ofOwnCohort, lacksReviews }: Wanted,
): Promise<string | null> {
  const [next] = await db.query<{ id: string }[]>(
    `WITH version AS MATERIALIZED (
       SELECT id, (content #>> '{peerReview,reviews}')::integer AS reviews FROM lesson_versions
       WHERE course_id = $1 AND lesson_id = $2 AND jsonb_typeof(content -> 'peerReview') = 'object'
     ), candidate AS (
       SELECT s.id, s.submitted_at, taken.places
       FROM submissions s
       JOIN version v ON v.id = s.version_id
       JOIN enrolments e ON e.id = s.enrolment_id AND e.status <> 'ended' AND (e.cohort_id IS NOT DISTINCT FROM $4::uuid) = $7
       CROSS JOIN LATERAL (
         SELECT count(*) AS places FROM peer_reviews r
         WHERE r.submission_id = s.id AND r.removed_at IS NULL AND (r.submitted_at IS NOT NULL OR r.taken_at > $5)
       ) taken
       WHERE s.course_id = $1 AND s.lesson_id = $2 AND s.person_id <> $3 AND ${waits}
         AND NOT EXISTS (SELECT 1 FROM peer_reviews own WHERE own.submission_id = s.id AND own.reviewer_id = $3
           AND (own.submitted_at IS NOT NULL OR own.removed_at IS NOT NULL OR own.taken_at > $5))
         AND taken.places < CASE WHEN $8 THEN v.reviews ELSE $6 END
       ORDER BY s.submitted_at, s.id LIMIT ${candidates}
     )
     SELECT id FROM candidate ORDER BY places, submitted_at, id LIMIT 1`,
    [courseId, lessonId, personId, cohortId, toLastExpired(ctx), maxReviewsOfWork, ofOwnCohort, lacksReviews],
  );
  return next?.id ?? null;
}
