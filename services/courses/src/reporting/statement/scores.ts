import type { Score } from './statement.ts';

interface Points {
  readonly points: number;
  readonly maxPoints: number;
}

const clamp = (scaled: number) => Math.min(1, Math.max(-1, scaled));

export const toPercentScore = (percent: number): Score => ({
  scaled: clamp(percent / 100),
  raw: percent,
  min: Math.min(0, percent),
  max: Math.max(100, percent),
});

/** Points may be below 0 where wrong answers cost, and nothing may be to be earned: then only the share is told. */
export function toPointScore({ points, maxPoints, percent }: Points & { percent: number }): Score {
  const scaled = clamp(percent / 100);
  const [min, max] = [Math.min(0, points), Math.max(maxPoints, points)];
  return min < max ? { scaled, raw: points, min, max } : { scaled };
}
