import type { EntityManager } from 'typeorm';
import { findTimeZones } from '../../enrolling/person/find-time-zones.ts';
import { createToDay, type ToDay } from '../../learning/study/calendar.ts';
import type { Interval } from '../../learning/study/intervals.ts';
import { findRuns, type StudyRun } from './streaks.ts';

/** What one looks back at. */
const maxDays = 1000;

/** Runs of days on which people studied, each in the own time zone, by their ids. */
export async function findStudyRuns(db: EntityManager, personIds: readonly string[]): Promise<Map<string, StudyRun[]>> {
  const getTimeZone = await findTimeZones(db, personIds);
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
  const calendars = new Map<string, ToDay>();
  const toDayIn = (timeZone: string) => {
    const toDay = calendars.get(timeZone) ?? createToDay(timeZone);
    calendars.set(timeZone, toDay);
    return toDay;
  };
  return new Map([...windows].map(([personId, studied]) => [personId, findRuns(studied, toDayIn(getTimeZone(personId)))]));
}
