import type { EntityManager } from 'typeorm';

/** When the learners of these enrolments opened a lesson last, by the id of the enrolment; who never did is not there. */
export async function findLastStudied(db: EntityManager, enrolmentIds: readonly string[]): Promise<ReadonlyMap<string, Date>> {
  const rows = await db.query<{ enrolment_id: string; opened_at: Date }[]>(
    'SELECT enrolment_id, max(opened_at) AS opened_at FROM study_sessions WHERE enrolment_id = ANY($1) GROUP BY enrolment_id',
    [enrolmentIds],
  );
  return new Map(rows.map((row) => [row.enrolment_id, row.opened_at]));
}
