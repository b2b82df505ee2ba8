/** Reciprocal rank fusion with k = 60: ids that stand high in any of the lists, the best first. */
export function fuseRanks(...lists: readonly (readonly string[])[]): string[] {
  const scores = new Map<string, number>();
  for (const list of lists)
    for (const [rank, id] of list.entries()) scores.set(id, (scores.get(id) ?? 0) + 1 / (smoothing + rank + 1));
  return [...scores].toSorted(([, one], [, other]) => other - one).map(([id]) => id);
}

const smoothing = 60;
