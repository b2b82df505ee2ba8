import { toRoot } from '../root.ts';
import { toStem } from '../stem.ts';
import { computingWords } from './computing.ts';
import { everydayWords } from './everyday.ts';
import { scienceWords } from './science.ts';
import { societyWords } from './society.ts';

const certainties = { translation: 0.8, synonym: 0.6 };

const toWords = (list: string): string[] => list.split(/[\s-]+/).filter(Boolean);

/** Root → roots of words that mean nearly the same, in both languages, and how surely they do. */
const related = new Map<string, Map<string, number>>();

const stems = new Set<string>();

for (const group of [scienceWords, computingWords, societyWords, everydayWords].join('').split(';')) {
  const sides = group.split('=').map(toWords);
  for (const word of sides.flat()) stems.add(toStem(word));
  const [russian, english] = sides.map((words) => words.map(toRoot));
  for (const [own, others] of [
    [russian ?? [], english ?? []],
    [english ?? [], russian ?? []],
  ] as const)
    for (const root of own) {
      const known = related.get(root) ?? new Map<string, number>();
      related.set(root, known);
      for (const other of own) if (other !== root) known.set(other, Math.max(known.get(other) ?? 0, certainties.synonym));
      for (const other of others) known.set(other, certainties.translation);
    }
}

/** Of a general dictionary of what is taught: roots of synonyms and translations, and how surely they mean what is asked for. */
export const findRelatedRoots = (root: string): ReadonlyMap<string, number> => related.get(root) ?? new Map();

/** Whether the dictionary has a word with this stem: then it is spelt as it is meant. */
export const isInDictionary = (stem: string): boolean => stems.has(stem);
