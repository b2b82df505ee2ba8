import type { SourcePassage } from './question-draft.ts';

/** Passages from all over a lesson with so many characters at most, in their order; at least the first. */
export function samplePassages<Passage extends SourcePassage>(passages: readonly Passage[], maxLength: number): Passage[] {
  const total = passages.reduce((sum, { text }) => sum + text.length, 0);
  const share = Math.min(1, maxLength / total);
  let length = 0;
  return passages.filter(({ text }, index) => {
    // Each is taken as soon as the share of what has gone by has room for it.
    const isTaken = index === 0 || length + text.length <= maxLength * Math.min(1, (index + 1) / passages.length) || share === 1;
    if (isTaken) length += text.length;
    return isTaken;
  });
}
