import { findRelatedRoots } from '../words/dictionary/related-roots.ts';
import { toEditDistance } from '../words/edit-distance.ts';
import { toOtherSpellings } from '../words/other-spellings.ts';
import { toQuestionWords } from '../words/question-words.ts';
import { toRoot } from '../words/root.ts';
import { isSoundAlike, toSoundSkeleton } from '../words/sound-skeleton.ts';
import { toStem } from '../words/stem.ts';
import { isEveryday, questionWords } from '../words/stop-words.ts';

/** A word of a question. */
export interface AskedWord {
  readonly word: string;
  readonly stem: string;
  /** How else it may be spelt. */
  readonly spellings: readonly { readonly word: string; readonly stem: string }[];
  readonly skeleton: string | null;
  readonly root: string;
  /** Roots of words that mean nearly the same, and how surely they do. */
  readonly related: ReadonlyMap<string, number>;
}

/** A word of a course. */
export interface CourseWord {
  readonly word: string;
  readonly term: string;
  readonly skeleton: string | null;
  readonly root: string | null;
}

/** What is looked for in place of a word or beside it. */
export interface Variant {
  readonly term: string;
  readonly word: string;
  /** From 0 to 1: how surely it is what was meant. */
  readonly certainty: number;
}

const certainties = { spelling: 0.9, oneEdit: 0.85, sound: 0.8, family: 0.75, twoEdits: 0.7 };
/** Shorter words are too near to each other. */
const minRepaired = 5;
const minRepairedStem = 6;
const minTwiceRepaired = 8;

export function toAskedWords(question: string): AskedWord[] {
  const words = new Map(toQuestionWords(question).map((word) => [toStem(word), word]));
  return [...words].map(([stem, word]) => ({
    ...{ word, stem, skeleton: toSoundSkeleton(word), root: toRoot(word), related: findRelatedRoots(toRoot(word)) },
    spellings: toOtherSpellings(word).map((spelling) => ({ word: spelling, stem: toStem(spelling) })),
  }));
}

/** Words of a course that may be meant by one that it does not have; `candidates` begin with the same letter or sound alike. */
export function findVariants(asked: AskedWord, candidates: readonly CourseWord[]): Variant[] {
  const sound = findSoundAlike(asked, candidates);
  const edits = candidates.flatMap((candidate) => {
    const distance = toRepairDistance(asked, candidate);
    return distance === null ? [] : { ...candidate, distance };
  });
  const nearest = Math.min(...edits.map(({ distance }) => distance));
  const repairs = edits
    .filter(({ distance }) => distance === nearest)
    .map(({ term, word, distance }) => ({
      ...{ term, word, certainty: distance === 1 ? certainties.oneEdit : certainties.twoEdits },
    }));
  return [...repairs, ...sound];
}

/** Words of its family and words that mean nearly the same. */
export function findRelated({ stem, root, related }: AskedWord, candidates: readonly CourseWord[]): Variant[] {
  return candidates.flatMap((candidate) => {
    const certainty = candidate.root === root ? certainties.family : related.get(candidate.root ?? '');
    return certainty === undefined || candidate.term === stem ? [] : { term: candidate.term, word: candidate.word, certainty };
  });
}

/** Words of the other alphabet that sound like it. */
export function findSoundAlike({ word, skeleton }: AskedWord, candidates: readonly CourseWord[]): Variant[] {
  if (skeleton === null) return [];
  return candidates
    .filter((candidate) => candidate.skeleton === skeleton && isSoundAlike(word, candidate.word))
    .map((candidate) => ({ term: candidate.term, word: candidate.word, certainty: certainties.sound }));
}

/** Of the ways in which it may be spelt, those that the course has. */
export function findSpellings({ spellings }: AskedWord, hasTerm: (term: string) => boolean): Variant[] {
  return spellings
    .filter(({ word, stem }) => hasTerm(stem) && !questionWords.has(word))
    .map(({ word, stem }) => ({ term: stem, word, certainty: certainties.spelling }));
}

/** Whether it is a word that questions are asked with, written in the letters of another alphabet. */
export const isQuestionWordElsewise = ({ word, spellings }: AskedWord): boolean =>
  /^[a-z]/.test(word) && spellings.some((spelling) => spelling.word.length > 1 && questionWords.has(spelling.word));

/** Which share of its rarity it counts by. */
export const toImportance = ({ stem }: AskedWord): number => (isEveryday(stem) ? 0.5 : 1);

/** Whether words of the course with the same first letter are to be compared with it. */
export const isRepairable = ({ word }: AskedWord): boolean => word.length >= minRepaired;

/** Whether it is near enough to be looked at. */
export const mayBeMeant = (asked: AskedWord, candidate: CourseWord): boolean =>
  toRepairDistance(asked, candidate) !== null || findSoundAlike(asked, [candidate]).length > 0 || findRelated(asked, [candidate]).length > 0;

function toRepairDistance(asked: AskedWord, { word, term }: CourseWord): number | null {
  if (!isRepairable(asked) || word[0] !== asked.word[0]) return null;
  const max = asked.word.length >= minTwiceRepaired ? 2 : 1;
  const ofWord = toEditDistance(asked.word, word, max);
  const ofStem = asked.stem.length >= minRepairedStem ? toEditDistance(asked.stem, term, max) : max + 1;
  const distance = Math.min(ofWord, ofStem);
  return distance > 0 && distance <= max ? distance : null;
}
