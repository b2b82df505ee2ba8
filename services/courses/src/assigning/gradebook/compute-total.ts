import type { GradebookSettings } from '@lyceum/contracts/courses/gradebook';

/** A result of a learner, with how much it counts in its category. */
export interface Result {
  readonly categoryId: string | null;
  readonly weight: number;
  /** Null without a result. */
  readonly percent: number | null;
}

export interface Total {
  readonly categories: { id: string; percent: number | null }[];
  readonly total: number | null;
}

type Rules = Pick<GradebookSettings, 'categories' | 'ungraded'>;

/**
 * What results come to. A category is the weighted mean of its results without the lowest ones; the total is the weighted mean of the
 * categories that have one. Without categories all results count together; with some, what is in none does not count.
 */
export function computeTotal(results: readonly Result[], { categories, ungraded }: Rules): Total {
  const counted = results.flatMap(({ percent, ...result }) => {
    const value = percent ?? (ungraded === 'zero' ? 0 : null);
    return value === null ? [] : [{ ...result, percent: value }];
  });
  if (categories.length === 0) return { categories: [], total: round(mean(counted)) };
  const scored = categories.map(({ id, weight, dropLowest }) => ({
    ...{ id, weight },
    percent: mean(
      dropLowestResults(
        counted.filter(({ categoryId }) => categoryId === id),
        dropLowest,
      ),
    ),
  }));
  const known = scored.flatMap(({ weight, percent }) => (percent === null ? [] : [{ weight, percent }]));
  return { categories: scored.map(({ id, percent }) => ({ id, percent: round(percent) })), total: round(mean(known)) };
}

interface Weighted {
  readonly weight: number;
  readonly percent: number;
}

/** The last one is never dropped. */
function dropLowestResults(results: readonly Weighted[], count: number): readonly Weighted[] {
  const kept = Math.max(1, results.length - count);
  return results.toSorted((a, b) => b.percent - a.percent).slice(0, kept);
}

function mean(values: readonly Weighted[]): number | null {
  const whole = values.reduce((sum, { weight }) => sum + weight, 0);
  return whole === 0 ? null : values.reduce((sum, { weight, percent }) => sum + weight * percent, 0) / whole;
}

const round = (value: number | null) => (value === null ? null : Math.round(value * 100) / 100);
