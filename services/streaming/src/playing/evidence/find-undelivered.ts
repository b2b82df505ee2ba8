/** Seconds of a video. */
interface Interval {
  readonly from: number;
  readonly to: number;
}

export interface Delivery {
  /** Second at which each stretch ends; the last one has no end. */
  readonly stretchEnds: readonly number[];
  /** Whose keys were given out. */
  readonly stretches: ReadonlySet<number>;
}

/** Beside a delivered stretch: lengths of segments are rounded, and those of the sound are not quite those of the picture. */
const toleranceSeconds = 0.1;

/** The first stretch that the interval touches and that was never delivered; undefined when there is none. Of no stretches nothing is delivered. */
export function findUndelivered({ stretchEnds, stretches }: Delivery, interval: Interval): number | undefined {
  const from = Math.min(interval.from, interval.to);
  const to = Math.max(interval.from, interval.to);
  const lastStretch = Math.max(0, stretchEnds.length - 1);
  for (let stretch = 0; stretch <= lastStretch; stretch += 1) {
    if (stretches.has(stretch)) continue;
    const start = stretch === 0 ? Number.NEGATIVE_INFINITY : (stretchEnds[stretch - 1] ?? 0);
    const end = stretch === lastStretch ? Number.POSITIVE_INFINITY : (stretchEnds[stretch] ?? 0);
    const first = start + (stretches.has(stretch - 1) ? toleranceSeconds : 0);
    const last = end - (stretches.has(stretch + 1) ? toleranceSeconds : 0);
    if (from < last && to > first) return stretch;
  }
  return undefined;
}
