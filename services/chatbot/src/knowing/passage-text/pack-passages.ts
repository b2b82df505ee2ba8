/** What goes into a passage as a whole, such as a sentence. */
export interface Piece {
  readonly words: number;
  /** The passage ends before it, or after it, if it can. */
  readonly begins: boolean;
}

export const maxPassageWords = 110;
/** A short rest joins the passage before it, up to this. */
const maxJoined = 150;

export const countWords = (text: string): number => text.match(/\S+/g)?.length ?? 0;

/**
 * Groups pieces into passages of `minWords` to 110 words; returns for each the index of its first piece and the one after its last. A piece that
 * is longer is a passage by itself.
 */
export function packPassages(pieces: readonly Piece[], minWords: number): { first: number; end: number }[] {
  const groups: { first: number; end: number; words: number; begins: boolean }[] = [];
  for (const [index, { words, begins }] of pieces.entries()) {
    const last = groups.at(-1);
    const fits = last && !begins && (last.words + words <= maxPassageWords || last.words < minWords / 2);
    if (fits) {
      last.words += words;
      last.end = index + 1;
    } else {
      groups.push({ first: index, end: index + 1, words, begins });
    }
  }
  const joined: typeof groups = [];
  for (const group of groups) {
    const last = joined.at(-1);
    if (last && !group.begins && group.words < minWords && last.words + group.words <= maxJoined) {
      last.words += group.words;
      last.end = group.end;
    } else {
      joined.push(group);
    }
  }
  return joined.map(({ first, end }) => ({ first, end }));
}
