import { splitWords } from './split-words.ts';
import { toStem } from './stem.ts';
import { stopWords } from './stop-words.ts';

export interface PassageTerms {
  /** Stem → its weight in the passage: frequency that saturates, as in BM25 with k1 = 1.2 and no regard to length. */
  readonly weights: ReadonlyMap<string, number>;
  /** Word → its stem. */
  readonly words: ReadonlyMap<string, string>;
}

const headingCount = 2;
const k1 = 1.2;

/** What a passage is found by; a word of a heading counts twice. */
export function toPassageTerms(headingPath: readonly string[], text: string): PassageTerms {
  const counts = new Map<string, number>();
  const words = new Map<string, string>();
  const add = (part: string, count: number) => {
    for (const word of splitWords(part)) {
      if (stopWords.has(word)) continue;
      const stem = words.get(word) ?? toStem(word);
      words.set(word, stem);
      counts.set(stem, (counts.get(stem) ?? 0) + count);
    }
  };
  for (const heading of headingPath) add(heading, headingCount);
  add(text, 1);
  return { words, weights: new Map([...counts].map(([stem, count]) => [stem, (count * (k1 + 1)) / (count + k1)])) };
}
