import type { TextSpan } from '../../knowing/quotation/find-quotation.ts';

const boundary = /[.!?…]["»”)]?\s+(?=["«„“(]?[\p{Lu}\p{N}])|\n+/gu;
/** What ends with a point and goes on. */
const abbreviation =
  /(?:^|[\s(])(?:т\.\s?[екдп]|см|рис|табл|ул|стр|гл|им|др|пр|г|гг|в|вв|руб|тыс|млн|\p{Lu}|e\.g|i\.e|etc|fig|vs|dr|mr|mrs)\.$/iu;

/** Sentences of a passage, where they stand. */
export function splitSentences(text: string): TextSpan[] {
  const spans: TextSpan[] = [];
  let from = 0;
  const add = (to: number) => {
    const found = text.slice(from, to);
    const start = from + found.length - found.trimStart().length;
    if (found.trim() !== '') spans.push({ from: start, to: start + found.trim().length });
    from = to;
  };
  for (const { 0: mark, index } of text.matchAll(boundary)) {
    const to = index + mark.length;
    // An abbreviation is short: what is before it is looked at no further.
    if (!mark.startsWith('\n') && abbreviation.test(text.slice(Math.max(from, index - 12), index + 1))) continue;
    add(to);
  }
  add(text.length);
  return spans;
}
