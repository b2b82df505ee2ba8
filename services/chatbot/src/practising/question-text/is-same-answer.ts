import { readWords } from '../../knowing/quotation/read-words.ts';

/** Letters a word has in which one typo is forgiven. */
const minLettersForTypo = 5;

/** Whether the word that was typed into a gap is the right one; case, ё and one typo of a longer word make no difference. */
export function isSameAnswer(given: string, right: string): boolean {
  const [one, other] = [given, right].map((text) =>
    readWords(text)
      .map(({ word }) => word)
      .join(' '),
  );
  if (one === undefined || other === undefined || one === '') return false;
  return one === other || (other.length >= minLettersForTypo && isOneTypoApart([...one], [...other]));
}

/** One letter put in, left out, put in place of another, or two that have changed places. */
function isOneTypoApart(one: readonly string[], other: readonly string[]): boolean {
  let start = 0;
  while (start < one.length && one[start] === other[start]) start += 1;
  let end = 0;
  while (end < Math.min(one.length, other.length) - start && one.at(-1 - end) === other.at(-1 - end)) end += 1;
  const [first, second] = [one.slice(start, one.length - end), other.slice(start, other.length - end)];
  if (first.length <= 1 && second.length <= 1) return true;
  return first.length === 2 && second.length === 2 && first[0] === second[1] && first[1] === second[0];
}
