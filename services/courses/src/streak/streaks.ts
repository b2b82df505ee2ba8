import { studyDaySeconds } from '@lyceum/contracts/courses/study';
import type { Interval } from '../study/intervals.ts';

/** Days of study one after the other. */
export interface StudyRun {
  /** Such as 2026-11-30, in the time zone they were counted in. */
  readonly firstDay: string;
  readonly lastDay: string;
  readonly days: number;
}

type ToDay = (moment: number) => string;

const dayMs = 86_400_000;

/** Writes a day as ISO 8601 does. */
const isoLanguage = 'sv-SE';

export function createToDay(timeZone: string): ToDay {
  const format = new Intl.DateTimeFormat(isoLanguage, { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  return (moment) => format.format(moment);
}

/** The day of the calendar that many days later, whatever hours they have. */
export const addDays = (day: string, count: number) => new Date(Date.parse(day) + count * dayMs).toISOString().slice(0, 10);

/** All runs of days of study, in order; windows are in Unix milliseconds, each moment in at most one of them. */
export function findRuns(windows: readonly Interval[], toDay: ToDay): StudyRun[] {
  const studied = new Map<string, number>();
  for (const window of windows)
    for (const [from, to] of splitByDay(window, toDay)) {
      const day = toDay(from);
      studied.set(day, (studied.get(day) ?? 0) + to - from);
    }
  const days = [...studied].flatMap(([day, duration]) => (duration >= studyDaySeconds * 1000 ? [day] : [])).sort();
  const runs: StudyRun[] = [];
  for (const day of days) {
    const last = runs.at(-1);
    if (last && addDays(last.lastDay, 1) === day) runs[runs.length - 1] = { ...last, lastDay: day, days: last.days + 1 };
    else runs.push({ firstDay: day, lastDay: day, days: 1 });
  }
  return runs;
}

/** A day without study breaks a streak only when it is over. */
export function countStreak(runs: readonly StudyRun[], today: string): { current: number; longest: number } {
  const last = runs.at(-1);
  const isCurrent = last !== undefined && last.lastDay >= addDays(today, -1);
  return { current: isCurrent ? last.days : 0, longest: Math.max(0, ...runs.map(({ days }) => days)) };
}

function* splitByDay([from, to]: Interval, toDay: ToDay): Generator<Interval> {
  let start = from;
  while (toDay(start) !== toDay(to - 1)) {
    const midnight = findMidnight([start, to - 1], toDay);
    yield [start, midnight];
    start = midnight;
  }
  yield [start, to];
}

/** The first moment of the next day, by halves: days have 23 to 25 hours, and some zones begin them at one o’clock. */
function findMidnight([from, to]: Interval, toDay: ToDay): number {
  const day = toDay(from);
  let before = from;
  let after = to;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (toDay(middle) === day) before = middle;
    else after = middle;
  }
  return after;
}
