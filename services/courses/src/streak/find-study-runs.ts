import type { EntityManager } from 'typeorm';
import type { Interval } from '../study/intervals.ts';
import { createToDay, findRuns, type StudyRun } from './streaks.ts';

/** No event tells the zone of a person. */
export const streakTimeZone = 'UTC';

/** What one looks back at. */
const maxDays = 1000;

export const toStreakDay = createToDay(streakTimeZone);

/** Runs of days on which people studied, by their ids. */
export async function findStudyRuns(db: EntityManager, personIds: readonly string[]): Promise<Map<string, StudyRun[]>> {
  const rows = await db.query<{ person_id: string; windows: Interval[] }[]>(
    `SELECT person.id AS person_id, studied.windows
     FROM unnest($1::uuid[]) AS person (id)
     CROSS JOIN LATERAL (
       SELECT windows FROM study_days WHERE person_id = person.id ORDER BY day DESC LIMIT ${maxDays}
     ) AS studied`,
    [personIds],
  );
  const windows = new Map<string, Interval[]>();
  for (const row of rows) windows.set(row.person_id, [...(windows.get(row.person_id) ?? []), ...row.windows]);
  return new Map([...windows].map(([personId, studied]) => [personId, findRuns(studied, toStreakDay)]));
}
