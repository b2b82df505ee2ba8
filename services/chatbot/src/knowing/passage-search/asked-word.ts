import { findRelatedRoots, isInDictionary } from '../words/dictionary/related-roots.ts';
import { toOtherSpellings } from '../words/other-spellings.ts';
import { toQuestionWords } from '../words/question-words.ts';
import { toRoot } from '../words/root.ts';
import { toSoundSkeleton } from '../words/sound-skeleton.ts';
import { toStem } from '../words/stem.ts';
import { isEveryday, questionWords } from '../words/stop-words.ts';

/** What a word of a question may be read as: itself, or the same keys or sounds in other letters. */
export interface Reading {
  readonly word: string;
  readonly stem: string;
  readonly root: string;
  /** Roots of words that mean nearly the same, and how surely they do. */
  readonly related: ReadonlyMap<string, number>;
  readonly skeleton: string | null;
  /** From 0 to 1: how surely it is what was meant. */
  readonly certainty: number;
}

/** A word of a question. */
export interface AskedWord {
  readonly word: string;
  readonly stem: string;
  /** Itself first. */
  readonly readings: readonly Reading[];
}

const certaintyOfSpelling = 0.9;
/** Shorter words are too near to each other. */
const minRepaired = 5;

export function toAskedWords(question: string): AskedWord[] {
  const words = new Map(toQuestionWords(question).map((word) => [toStem(word), word]));
  return [...words].map(([stem, word]) => {
    const spellings = toOtherSpellings(word).filter((spelling) => !questionWords.has(spelling));
    return { word, stem, readings: [toReading(word, 1), ...spellings.map((one) => toReading(one, certaintyOfSpelling))] };
  });
}

function toReading(word: string, certainty: number): Reading {
  const [stem, root] = [toStem(word), toRoot(word)];
  return { word, stem, root, certainty, skeleton: toSoundSkeleton(word), related: findRelatedRoots(root) };
}

/** Whether it is a word that questions are asked with, written in the letters of another alphabet. */
export const isQuestionWordElsewise = ({ word }: AskedWord): boolean =>
  /^[a-z]/.test(word) && toOtherSpellings(word).some((spelling) => spelling.length > 1 && questionWords.has(spelling));

/** Which share of its rarity it counts by. */
export const toImportance = ({ stem }: AskedWord): number => (isEveryday(stem) ? 0.5 : 1);

/** Whether it may be misspelt: words of the course that begin like it are to be compared with it. */
export const isRepairable = ({ word, stem }: Reading): boolean => word.length >= minRepaired && !isInDictionary(stem);
