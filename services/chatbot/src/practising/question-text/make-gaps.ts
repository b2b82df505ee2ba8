import type { TextSpan } from '../../knowing/quotation/find-quotation.ts';
import { type PlacedWord, readWords } from '../../knowing/quotation/read-words.ts';
import { isInflection } from '../../knowing/quotation/word-kinds.ts';
import { isContentWord } from './content-words.ts';
import type { QuestionDraft, SourcePassage } from './question-draft.ts';
import { splitSentences } from './split-sentences.ts';
import { optionCount } from './verify-question.ts';

export const gapMark = '____';

const sentenceWords = { min: 6, max: 40 };
const minLetters = 5;
/** A word that is said more often is taken for a common one of the lesson. */
const maxTimes = 4;
const maxGaps = 60;
/** Code, tables, formulas, links, headings and lists have no words to leave out. */
const markup = /[`|$<>{}\\]|\]\(|^\s*(?:#|[-*+]\s|\d+[.)]\s)/u;
const plainWord = /^\p{L}+$/u;

interface Candidate<Passage> {
  readonly passage: Passage;
  readonly sentence: TextSpan;
  readonly words: readonly PlacedWord[];
  readonly gap: PlacedWord;
}

/**
 * Questions made without a model: the rarest word of a sentence is left out. Those of one passage come far from each
 * other. Each has wrong words of the lesson that look like the right one, as far as there are any.
 */
export function makeGaps<Passage extends SourcePassage>(passages: readonly Passage[]): QuestionDraft<Passage>[] {
  const times = countStems(passages);
  const rare = findRareWords(passages, times);
  const perPassage = passages.map((passage) =>
    splitSentences(passage.text).flatMap((sentence) => {
      const text = passage.text.slice(sentence.from, sentence.to);
      const words = readWords(text);
      if (words.length < sentenceWords.min || words.length > sentenceWords.max || markup.test(text)) return [];
      const gap = chooseGap(text, words, times);
      return gap ? [{ passage, sentence, words, gap }] : [];
    }),
  );
  return takeInTurns(perPassage)
    .slice(0, maxGaps)
    .map((candidate) => toDraft(candidate, rare));
}

function toDraft<Passage extends SourcePassage>(
  { passage, sentence, words, gap }: Candidate<Passage>,
  rare: ReadonlyMap<string, string>,
): QuestionDraft<Passage> {
  const text = passage.text.slice(sentence.from, sentence.to);
  const rightText = text.slice(gap.from, gap.to);
  return {
    text: `${text.slice(0, gap.from)}${gapMark}${text.slice(gap.to)}`,
    ...{ rightText, passage, span: sentence },
    wrongTexts: findLookalikes(gap.word, words, rare).map((word) => matchCase(rare.get(word) ?? word, rightText)),
  };
}

const toStem = (word: string) => word.slice(0, 5);

function countStems(passages: readonly SourcePassage[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const { text } of passages)
    for (const { word } of readWords(text)) times.set(toStem(word), (times.get(toStem(word)) ?? 0) + 1);
  return times;
}

/** Rare words, and how the lesson writes them. */
function findRareWords(passages: readonly SourcePassage[], times: ReadonlyMap<string, number>): Map<string, string> {
  const rare = new Map<string, string>();
  for (const { text } of passages)
    for (const { word, from, to } of readWords(text)) {
      const shown = text.slice(from, to);
      if (isRareWord(word, times) && plainWord.test(shown)) rare.set(word, shown.toLowerCase());
    }
  return rare;
}

const isRareWord = (word: string, times: ReadonlyMap<string, number>) =>
  word.length >= minLetters && plainWord.test(word) && isContentWord(word) && (times.get(toStem(word)) ?? 0) <= maxTimes;

/** The rarest word, the longest of equals, which the rest of the sentence does not say again. */
function chooseGap(text: string, words: readonly PlacedWord[], times: ReadonlyMap<string, number>): PlacedWord | undefined {
  const seldom = ({ word }: PlacedWord) => times.get(toStem(word)) ?? 0;
  return words
    .slice(1)
    .filter((one) => isRareWord(one.word, times) && plainWord.test(text.slice(one.from, one.to)))
    .filter((one) => words.every((other) => other === one || toStem(other.word) !== toStem(one.word)))
    .toSorted((one, other) => seldom(one) - seldom(other) || other.word.length - one.word.length)[0];
}

/** Words with the same ending and about as long, which stand in no form in the sentence and are no forms of each other. */
function findLookalikes(right: string, words: readonly PlacedWord[], rare: ReadonlyMap<string, string>): string[] {
  const chosen: string[] = [];
  const isNew = (word: string) =>
    ![...words.map((one) => one.word), ...chosen].some((one) => toStem(one) === toStem(word) || isInflection(one, word));
  for (const ending of [3, 2, 1])
    for (const word of rare.keys()) {
      if (chosen.length === optionCount - 1) return chosen;
      const isAlike = word.slice(-ending) === right.slice(-ending) && Math.abs(word.length - right.length) <= 4;
      if (isAlike && isNew(word)) chosen.push(word);
    }
  return chosen;
}

const matchCase = (word: string, like: string) =>
  /^\p{Lu}/u.test(like) ? `${word.charAt(0).toUpperCase()}${word.slice(1)}` : word;

/** The first of each, then the second of each, and so on. */
function takeInTurns<Item>(lists: readonly (readonly Item[])[]): Item[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, index) => lists.flatMap((list) => list[index] ?? [])).flat();
}
