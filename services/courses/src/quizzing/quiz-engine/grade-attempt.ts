import type { Grade } from './grade-answer.ts';
import { roundPoints } from './round-points.ts';

/** Adds the grades of an attempt up: never below 0, percent with two decimals; without points to earn it is 0 percent. */
export function gradeAttempt(
  grades: readonly Pick<Grade, 'points' | 'maxPoints'>[],
): Pick<Grade, 'points' | 'maxPoints'> & { percent: number } {
  const maxPoints = roundPoints(grades.reduce((sum, grade) => sum + grade.maxPoints, 0));
  const earned = roundPoints(grades.reduce((sum, grade) => sum + grade.points, 0));
  const points = Math.max(0, earned);
  return { points, maxPoints, percent: maxPoints === 0 ? 0 : toHundredths((points / maxPoints) * 100) };
}

/** Gets the percent that counts of finished attempts, given in the order in which they were begun; null before the first. */
export function getCountedPercent(
  attempts: readonly { readonly percent: number }[],
  grading: 'highest' | 'latest' | 'average' | 'first',
): number | null {
  const percents = attempts.map(({ percent }) => percent);
  switch (grading) {
    case 'highest':
      return percents.length === 0 ? null : percents.reduce((highest, percent) => Math.max(highest, percent));
    case 'latest':
      return percents.at(-1) ?? null;
    case 'first':
      return percents[0] ?? null;
    case 'average':
      return percents.length === 0 ? null : toHundredths(percents.reduce((sum, percent) => sum + percent) / percents.length);
  }
}

function toHundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
