import type { EntityManager } from 'typeorm';
import type { Deadlines } from './find-deadlines.ts';
import { toDay } from './note-reminders.ts';

/** How many people are reminded in one transaction. */
export const duePageSize = 200;

/**
 * Ids of the next people who may have something due within the horizon and were not mailed today. Each part has its index: what is
 * due leads to the enrolments, never the other way round.
 */
export async function listDuePeople(
  db: EntityManager,
  { from, to, endsBy, courseIds, stretches }: Deadlines,
  { now, after }: { now: Date; after: string },
): Promise<string[]> {
  const rows = await db.query<{ person_id: string }[]>(
    `WITH stretches AS (SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) AS s (course_id, from_at, to_at))
     SELECT person_id FROM (
       SELECT person_id FROM enrolments WHERE status = 'active' AND muted_at IS NULL AND expires_at > $4 AND expires_at <= $5
       UNION SELECT person_id FROM enrolments WHERE course_id = ANY($6) AND status = 'active' AND muted_at IS NULL
       UNION SELECT e.person_id FROM stretches s
         JOIN enrolments e ON e.course_id = s.course_id AND e.enrolled_at >= s.from_at AND e.enrolled_at < s.to_at
         WHERE e.status = 'active' AND e.muted_at IS NULL
       UNION SELECT e.person_id FROM stretches s
         JOIN cohorts c ON c.course_id = s.course_id AND c.starts_at >= s.from_at AND c.starts_at < s.to_at
         JOIN enrolments e ON e.cohort_id = c.id
         WHERE e.status = 'active' AND e.muted_at IS NULL
       UNION SELECT e.person_id FROM deadline_extensions x JOIN enrolments e ON e.id = x.enrolment_id
         WHERE x.due_at >= $7 AND x.due_at < $8 AND e.status = 'active' AND e.muted_at IS NULL
     ) AS due
     WHERE person_id > $9
       AND NOT EXISTS (SELECT FROM reminders_sent r WHERE r.person_id = due.person_id AND r.occasion = $10)
     ORDER BY person_id LIMIT $11`,
    [
      stretches.map(({ courseId }) => courseId),
      stretches.map((stretch) => stretch.from),
      stretches.map((stretch) => stretch.to),
      ...[now, endsBy, courseIds, from, to, after, toDay(now), duePageSize],
    ],
  );
  return rows.map((row) => row.person_id);
}
