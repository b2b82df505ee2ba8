import { toEditDistance } from '../words/edit-distance.ts';
import { isSoundAlike } from '../words/sound-skeleton.ts';
import { type AskedWord, isRepairable, type Reading } from './asked-word.ts';

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

const certainties = { oneEdit: 0.8, sound: 0.75, family: 0.7, twoEdits: 0.65 };
/** Of what a dictionary says: what is meant may be the other meaning. */
const certaintyOfMeaning = 0.8;
/** Of one word; a family may have dozens. */
const maxVariants = 12;
const minRepairedStem = 6;
const minTwiceRepaired = 8;

/** Words of a course that may be meant by one of a question, each stem once, the surest first, and only so many of them. */
export function findVariants(
  { word, stem, readings }: AskedWord,
  candidates: readonly CourseWord[],
  isKnown: boolean,
): Variant[] {
  const itself = { term: stem, word, certainty: 1 };
  const found = readings.flatMap((reading, index) => {
    if (isKnown && index > 0) return [];
    const variants = [
      ...findSame(reading, candidates),
      ...findSoundAlike(reading, candidates),
      ...findRelated(reading, candidates),
    ];
    const all = isKnown || variants.length > 0 || index > 0 ? variants : [...variants, ...findRepairs(reading, candidates)];
    return all.map((variant) => ({ ...variant, certainty: variant.certainty * reading.certainty }));
  });
  const byTerm = new Map<string, Variant>();
  for (const variant of [...(isKnown ? [itself] : []), ...found].toSorted((one, other) => other.certainty - one.certainty))
    if (!byTerm.has(variant.term)) byTerm.set(variant.term, variant);
  return [...byTerm.values()].slice(0, maxVariants);
}

const findSame = ({ stem }: Reading, candidates: readonly CourseWord[]): Variant[] =>
  candidates.filter(({ term }) => term === stem).map(({ term, word }) => ({ term, word, certainty: 1 }));

/** Words of the other alphabet that sound like it. */
function findSoundAlike({ word, skeleton }: Reading, candidates: readonly CourseWord[]): Variant[] {
  if (skeleton === null) return [];
  return candidates
    .filter((one) => one.skeleton === skeleton && isSoundAlike(word, one.word))
    .map(({ term, word }) => ({ term, word, certainty: certainties.sound }));
}

/** Words of its family and words that mean nearly the same. */
function findRelated({ root, related }: Reading, candidates: readonly CourseWord[]): Variant[] {
  return candidates.flatMap(({ term, word, root: other }) => {
    if (other === null) return [];
    if (other === root) return { term, word, certainty: certainties.family };
    const certainty = related.get(other);
    return certainty === undefined ? [] : { term, word, certainty: certainty * certaintyOfMeaning };
  });
}

/** The nearest of the words that it may be misspelt for. */
function findRepairs(reading: Reading, candidates: readonly CourseWord[]): Variant[] {
  const edits = candidates.flatMap((candidate) => {
    const distance = toRepairDistance(reading, candidate);
    return distance === null ? [] : { ...candidate, distance };
  });
  const nearest = Math.min(...edits.map(({ distance }) => distance));
  return edits
    .filter(({ distance }) => distance === nearest)
    .map(({ term, word, distance }) => ({
      ...{ term, word, certainty: distance === 1 ? certainties.oneEdit : certainties.twoEdits },
    }));
}

/** Whether it is near enough to be looked at. */
export const mayBeMeant = ({ readings }: AskedWord, candidate: CourseWord): boolean =>
  readings.some(
    (reading) =>
      candidate.term === reading.stem ||
      findRelated(reading, [candidate]).length > 0 ||
      findSoundAlike(reading, [candidate]).length > 0 ||
      toRepairDistance(reading, candidate) !== null,
  );

function toRepairDistance(asked: Reading, { word, term }: CourseWord): number | null {
  if (!isRepairable(asked) || word[0] !== asked.word[0]) return null;
  const max = asked.word.length >= minTwiceRepaired ? 2 : 1;
  const distances = [
    toEditDistance(asked.word, word, max),
    asked.stem.length >= minRepairedStem ? toEditDistance(asked.stem, term, max) : max + 1,
  ];
  const distance = Math.min(...distances.filter((one) => one > 0));
  return distance <= max ? distance : null;
}
