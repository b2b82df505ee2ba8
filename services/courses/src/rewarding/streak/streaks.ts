import { studyDaySeconds } from '@lyceum/contracts/courses/study';
import { addDays, splitByDay, type ToDay } from '../../learning/study/calendar.ts';
import type { Interval } from '../../learning/study/intervals.ts';

/** Days of study one after the other. */
export interface StudyRun {
  /** Such as 2026-11-30, in the time zone they were counted in. */
  readonly firstDay: string;
  readonly lastDay: string;
  /** When each of its days had enough study, in Unix milliseconds. */
  readonly reachedAt: readonly number[];
}

/** All runs of days of study, in order; windows are in Unix milliseconds, each moment in at most one of them. */
export function findRuns(windows: readonly Interval[], toDay: ToDay): StudyRun[] {
  const runs: { firstDay: string; lastDay: string; reachedAt: number[] }[] = [];
  for (const [day, reached] of findStudyDays(windows, toDay)) {
    const last = runs.at(-1);
    if (last && addDays(last.lastDay, 1) === day) {
      last.lastDay = day;
      last.reachedAt.push(reached);
    } else runs.push({ firstDay: day, lastDay: day, reachedAt: [reached] });
  }
  return runs;
}

/** The days of study in order, and when each of them became one. */
function findStudyDays(windows: readonly Interval[], toDay: ToDay): Map<string, number> {
  const missing = new Map<string, number>();
  const reachedAt = new Map<string, number>();
  const parts = windows.toSorted(([one], [other]) => one - other).flatMap((window) => splitByDay(window, toDay));
  for (const {
    day,
    window: [from, to],
  } of parts) {
    const needed = missing.get(day) ?? studyDaySeconds * 1000;
    if (needed > 0 && to - from >= needed) reachedAt.set(day, from + needed);
    missing.set(day, needed - (to - from));
  }
  return reachedAt;
}

/** A day without study breaks a streak only when it is over. */
export function countStreak(runs: readonly StudyRun[], today: string): { current: number; longest: number } {
  const last = runs.at(-1);
  const isCurrent = last !== undefined && last.lastDay >= addDays(today, -1);
  return {
    current: isCurrent ? last.reachedAt.length : 0,
    longest: Math.max(0, ...runs.map(({ reachedAt }) => reachedAt.length)),
  };
}
