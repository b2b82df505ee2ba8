/** Any id is after it. */
export const beginning = '0-0';

/** Ids of entries of Redis streams, `<milliseconds>-<number>`. */
export function isAfter(one: string, other: string): boolean {
  const [ms = 0, number = 0] = one.split('-').map(Number);
  const [otherMs = 0, otherNumber = 0] = other.split('-').map(Number);
  return ms === otherMs ? number > otherNumber : ms > otherMs;
}
