/** Rounds points to millionths: without what binary fractions add, and without a zero below zero. */
export function roundPoints(points: number): number {
  return Math.round(points * 1e6) / 1e6 + 0;
}
