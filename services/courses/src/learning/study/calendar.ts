import type { Interval } from './intervals.ts';

/** The day, such as 2026-11-30, of a moment in Unix milliseconds. */
export type ToDay = (moment: number) => string;

const dayMs = 86_400_000;

/** Writes a day as ISO 8601 does. */
const isoLanguage = 'sv-SE';

export function createToDay(timeZone: string): ToDay {
  const format = new Intl.DateTimeFormat(isoLanguage, { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  return (moment) => format.format(moment);
}

/** The day of the calendar that many days later, whatever hours they have. */
export const addDays = (day: string, count: number) => new Date(Date.parse(day) + count * dayMs).toISOString().slice(0, 10);

/** The parts of a window on each of its days. */
export function splitByDay([from, to]: Interval, toDay: ToDay): { day: string; window: Interval }[] {
  const parts: { day: string; window: Interval }[] = [];
  let start = from;
  for (let day = toDay(start); day !== toDay(to - 1); day = toDay(start)) {
    const midnight = findMidnight([start, to - 1], toDay);
    parts.push({ day, window: [start, midnight] });
    start = midnight;
  }
  return [...parts, { day: toDay(start), window: [start, to] }];
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
