import { studyDaySeconds } from '@lyceum/contracts/courses/study';
import { type EntityManager, In } from 'typeorm';
import { addDays, splitByDay, type ToDay } from './calendar.ts';
import { addInterval, type Interval } from './intervals.ts';
import { StudyDayEntity } from './study-day.entity.ts';

/** Milliseconds between two windows that make them one: pieces of evidence that follow one another. */
const gapMs = 500;

const toStoredDay: ToDay = (moment) => new Date(moment).toISOString().slice(0, 10);

const splitStored = (window: Interval) => splitByDay(window, toStoredDay);

/** The days of a person that have enough study to be days of study. */
function findStudyDays(windows: readonly Interval[], toDay: ToDay): Set<string> {
  const studied = new Map<string, number>();
  for (const window of windows)
    for (const {
      day,
      window: [from, to],
    } of splitByDay(window, toDay))
      studied.set(day, (studied.get(day) ?? 0) + to - from);
  return new Set([...studied].flatMap(([day, duration]) => (duration >= studyDaySeconds * 1000 ? [day] : [])));
}

/** The time of a person that has counted, around some windows; the caller holds the lock of the person's study. */
export async function loadStudyDays(db: EntityManager, personId: string, windows: readonly Interval[]) {
  // A day of any zone lies on two days of UTC, or on three.
  const days = new Set(windows.flatMap(splitStored).flatMap(({ day }) => [-1, 0, 1].map((offset) => addDays(day, offset))));
  const rows = await db.findBy(StudyDayEntity, { personId, day: In([...days]) });
  const counted = new Map(rows.map(({ day, windows: known }) => [day, known]));
  const before = [...counted.values()].flat();
  const added: Interval[] = [];
  return {
    /** What counted on the days of a window. */
    getCounted: (window: Interval): Interval[] => splitStored(window).flatMap(({ day }) => counted.get(day) ?? []),
    add(whole: Interval): void {
      added.push(whole);
      for (const { day, window } of splitStored(whole)) counted.set(day, addInterval(counted.get(day) ?? [], window, gapMs));
    },
    /** Saves what was added; returns the days of the person that became days of study by it. */
    async save(toDay: ToDay): Promise<string[]> {
      const changed = new Set(added.flatMap(splitStored).map(({ day }) => day));
      const saved = [...changed].map((day) => ({ personId, day, windows: counted.get(day) ?? [] }));
      await db.upsert(StudyDayEntity, saved, ['spaceId', 'personId', 'day']);
      const touched = new Set(added.flatMap((window) => splitByDay(window, toDay)).map(({ day }) => day));
      const daysBefore = findStudyDays(before, toDay);
      const daysAfter = findStudyDays([...counted.values()].flat(), toDay);
      return [...touched].filter((day) => daysAfter.has(day) && !daysBefore.has(day));
    },
  };
}
