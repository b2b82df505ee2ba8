import { type PlacedWord, readWords } from './read-words.ts';
import { isInflection, isNegation, isNumber } from './word-kinds.ts';

/** Characters of a text: from the first, up to and without the last. */
export interface TextSpan {
  readonly from: number;
  readonly to: number;
}

const minWords = 3;
const minPartWords = 2;
/** A quotation this long may have one word more or less than the passage. */
const minWordsForSkip = 6;
const maxQuote = 2000;
const ellipsis = /\[?(?:…|\.{3,})\]?/u;
const sentenceEnd = /[.!?…\n]/u;

/**
 * Where a passage says what is quoted, or null. Words may differ in case, punctuation and ending; none is replaced by
 * another, and no number or negation differs. An ellipsis splits a quotation into parts that follow each other.
 */
export function findQuotation(passageText: string, quote: string): TextSpan | null {
  if (quote.length > maxQuote) return null;
  const quoted = readWords(quote).map(({ word }) => word);
  if (quoted.length < minWords) return null;
  const passage = { text: passageText, words: readWords(passageText) };
  const whole = findRun(passage, quoted, 0);
  if (whole) return toSpan(passage.words, whole.first, whole.last);
  return findParts(
    passage,
    quote
      .split(ellipsis)
      .map((part) => readWords(part).map(({ word }) => word))
      .filter((words) => words.length > 0),
  );
}

interface Passage {
  readonly text: string;
  readonly words: readonly PlacedWord[];
}

/** Words of a passage, by their numbers there. */
interface Run {
  readonly first: number;
  readonly last: number;
  /** Words that differ in their ending, are left out or are put in. */
  readonly differences: number;
}

function findParts(passage: Passage, parts: readonly (readonly string[])[]): TextSpan | null {
  if (parts.length < 2 || parts.some(({ length }) => length < minPartWords)) return null;
  const runs: Run[] = [];
  for (const part of parts) {
    const run = findRun(passage, part, (runs.at(-1)?.last ?? -1) + 1);
    if (!run) return null;
    runs.push(run);
  }
  const [first, last] = [runs[0], runs.at(-1)];
  return first && last ? toSpan(passage.words, first.first, last.last) : null;
}

function toSpan(words: readonly PlacedWord[], first: number, last: number): TextSpan | null {
  const [from, to] = [words[first]?.from, words[last]?.to];
  return from === undefined || to === undefined ? null : { from, to };
}

/** The run of words that differs least from those quoted, the first of equals. */
function findRun(passage: Passage, quoted: readonly string[], start: number): Run | null {
  let best: Run | null = null;
  for (let first = start; first < passage.words.length; first += 1) {
    if (best?.differences === 0) break;
    const run = followFrom(passage.words, quoted, first);
    if (run && (!best || run.differences < best.differences) && !isNegated(passage, first)) best = run;
  }
  return best;
}

function followFrom(words: readonly PlacedWord[], quoted: readonly string[], first: number): Run | null {
  const straight = follow(words, quoted, first, 0);
  if (straight.followed === quoted.length) return { first, last: straight.at - 1, differences: straight.differences };
  if (straight.followed === 0 || quoted.length < minWordsForSkip) return null;
  const { followed, at, differences } = straight;
  // The passage has a word more, or the quotation has; what is left must follow whole.
  const skips = [
    { skipped: words[at]?.word, rest: followed, next: at + 1 },
    { skipped: quoted[followed], rest: followed + 1, next: at },
  ];
  for (const { skipped, rest, next } of skips) {
    if (skipped === undefined || isNegation(skipped) || isNumber(skipped) || rest >= quoted.length) continue;
    const end = follow(words, quoted, next, rest);
    if (end.followed === quoted.length) return { first, last: end.at - 1, differences: differences + end.differences + 1 };
  }
  return null;
}

/** How many of the quoted words there are after some have followed, and the word of the passage after them. */
function follow(words: readonly PlacedWord[], quoted: readonly string[], from: number, start: number) {
  let followed = start;
  let at = from;
  let differences = 0;
  for (; followed < quoted.length; followed += 1, at += 1) {
    const one = words[at]?.word;
    const other = quoted[followed];
    if (one === undefined || other === undefined) break;
    if (one === other) continue;
    if (!isInflection(one, other)) break;
    differences += 1;
  }
  return { followed, at, differences };
}

/** Whether the passage denies in the same sentence what begins at a word. */
function isNegated({ text, words }: Passage, first: number): boolean {
  const [before, begun] = [words[first - 1], words[first]];
  return !!before && !!begun && isNegation(before.word) && !sentenceEnd.test(text.slice(before.to, begun.from));
}
