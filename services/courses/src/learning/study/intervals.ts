/** From and to, `from` the smaller one; lists of them are in order and without overlaps. */
export type Interval = readonly [from: number, to: number];

/** How much of an interval none of the others covers. */
export function measureUncovered([from, to]: Interval, covered: readonly Interval[]): number {
  const overlaps = covered.map(([start, end]) => Math.max(0, Math.min(to, end) - Math.max(from, start)));
  return to - from - overlaps.reduce((sum, overlap) => sum + overlap, 0);
}

/** With one more; what lies no further apart than `gap` becomes one. */
export function addInterval(intervals: readonly Interval[], [from, to]: Interval, gap: number): Interval[] {
  const before = intervals.filter(([, end]) => end + gap < from);
  const after = intervals.filter(([start]) => start - gap > to);
  const joined = intervals.slice(before.length, intervals.length - after.length);
  const start = Math.min(from, joined[0]?.[0] ?? from);
  const end = Math.max(to, joined.at(-1)?.[1] ?? to);
  return [...before, [start, end], ...after];
}
