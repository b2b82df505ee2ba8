import { studyDaySeconds } from '@lyceum/contracts/courses/study';
import { type EntityManager, In } from 'typeorm';
import { addInterval, type Interval } from './intervals.ts';
import { StudyDayEntity } from './study-day.entity.ts';

const dayMs = 86_400_000;

/** Milliseconds between two windows that make them one: pieces of evidence that follow one another. */
const gapMs = 500;

const isStudyDay = (windows: readonly Interval[]) =>
  windows.reduce((sum, [from, to]) => sum + to - from, 0) >= studyDaySeconds * 1000;

const toDay = (moment: number) => new Date(moment).toISOString().slice(0, 10);

/** The parts of a window on each of its days. */
function splitByDay([from, to]: Interval): { day: string; window: Interval }[] {
  const parts: { day: string; window: Interval }[] = [];
  for (let start = from; start < to; ) {
    const end = Math.min(to, (Math.floor(start / dayMs) + 1) * dayMs);
    parts.push({ day: toDay(start), window: [start, end] });
    start = end;
  }
  return parts;
}

/** The time of a person that has counted, on some days; the caller holds the lock of the person's study. */
export async function loadStudyDays(db: EntityManager, personId: string, windows: readonly Interval[]) {
  const days = [...new Set(windows.flatMap(splitByDay).map(({ day }) => day))];
  const rows = await db.findBy(StudyDayEntity, { personId, day: In(days) });
  const counted = new Map(rows.map(({ day, windows: known }) => [day, known]));
  const changed = new Set<string>();
  const before = new Set(rows.filter((row) => isStudyDay(row.windows)).map(({ day }) => day));
  return {
    /** What counted on the days of a window. */
    getCounted: (window: Interval): Interval[] => splitByDay(window).flatMap(({ day }) => counted.get(day) ?? []),
    add(whole: Interval): void {
      for (const { day, window } of splitByDay(whole)) {
        counted.set(day, addInterval(counted.get(day) ?? [], window, gapMs));
        changed.add(day);
      }
    },
    /** Saves what was added; returns the days that became days of study by it. */
    async save(): Promise<string[]> {
      const saved = [...changed].map((day) => ({ personId, day, windows: counted.get(day) ?? [] }));
      if (saved.length > 0) await db.upsert(StudyDayEntity, saved, ['spaceId', 'personId', 'day']);
      return saved.flatMap(({ day, windows: all }) => (isStudyDay(all) && !before.has(day) ? [day] : []));
    },
  };
}
