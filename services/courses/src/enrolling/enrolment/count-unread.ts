import type { EntityManager } from 'typeorm';
import type { EnrolmentRow } from './enrolment.entity.ts';
import { isLearning } from './is-learning.ts';

/**
 * How many announcements for these learners they have not read of those that were published since they enrolled, by the id of the
 * enrolment; whoever has read all of them, or may not read them any more, is not there.
 */
export async function countUnread(
  db: EntityManager,
  enrolments: readonly EnrolmentRow[],
  now: Date,
): Promise<ReadonlyMap<string, number>> {
  const ids = enrolments.filter((enrolment) => isLearning(enrolment, now)).map(({ id }) => id);
  const rows = await db.query<{ id: string; unread: number }[]>(
    `SELECT e.id, count(*)::int AS unread FROM enrolments e
     JOIN announcements a ON a.course_id = e.course_id AND a.status = 'published' AND a.published_at >= e.enrolled_at
       AND (a.cohort_id IS NULL OR a.cohort_id = e.cohort_id)
     WHERE e.id = ANY($1)
       AND NOT EXISTS (SELECT FROM announcement_reads r WHERE r.announcement_id = a.id AND r.person_id = e.person_id)
     GROUP BY e.id`,
    [ids],
  );
  return new Map(rows.map(({ id, unread }) => [id, unread]));
}
