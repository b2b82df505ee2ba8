import type { EntityManager } from 'typeorm';
import {
  type AskedWord,
  findRelated,
  findSoundAlike,
  findSpellings,
  findVariants,
  isQuestionWordElsewise,
  toAskedWords,
  toImportance,
  type Variant,
} from './asked-word.ts';
import { countAllPassages, countPassages, findCandidates, keepUsed, type SearchScope } from './search-vocabulary.ts';

/** A word of a question with all that is looked for because of it. */
export interface WeighedWord {
  readonly variants: readonly (Variant & { readonly rarity: number })[];
  /** How much of the question it is. */
  readonly weight: number;
  /** What was looked for in its place; null when the lessons have it. */
  readonly replacedBy: string | null;
}

export interface WeighedQuestion {
  readonly words: readonly WeighedWord[];
  /** Passages that are searched. */
  readonly passages: number;
}

/** What of a question the lessons have, and how rare it is in them. */
export async function weighQuestion(db: EntityManager, scope: SearchScope, question: string): Promise<WeighedQuestion> {
  const asked = toAskedWords(question);
  const passages = await countAllPassages(db, scope);
  const spelt = asked.flatMap(({ stem, spellings }) => [stem, ...spellings.map((one) => one.stem)]);
  const counts = await countPassages(db, scope, spelt);
  const isKnown = ({ stem }: AskedWord) => counts.has(stem);
  const unknown = asked.filter((word) => !isKnown(word));
  const candidates = await keepUsed(db, scope, await findCandidates(db, scope, unknown, asked));
  const found = asked.map((word) => {
    const related = findRelated(word, candidates);
    if (isKnown(word))
      return { word, variants: [{ term: word.stem, word: word.word, certainty: 1 }, ...findSoundAlike(word, candidates), ...related] };
    return {
      word,
      variants: [...findSpellings(word, (term) => counts.has(term)), ...findVariants(word, candidates), ...related],
    };
  });
  const missing = found.flatMap(({ variants }) => variants.map(({ term }) => term)).filter((term) => !counts.has(term));
  if (missing.length > 0) for (const [term, count] of await countPassages(db, scope, missing)) counts.set(term, count);
  const kept = found.filter(({ word, variants }) => variants.length > 0 || !isQuestionWordElsewise(word));
  return {
    passages,
    words: (kept.length > 0 ? kept : found).map(({ word, variants }) => {
      const importance = toImportance(word);
      const rare = variants.map((variant) => ({
        ...variant,
        rarity: importance * toRarity(counts.get(variant.term) ?? 1, passages),
      }));
      // A word that no lesson has weighs like the rarest that one has.
      const weight = rare.length > 0 ? Math.max(...rare.map(({ rarity }) => rarity)) : importance * toRarity(1, passages);
      return { variants: rare, weight, replacedBy: isKnown(word) ? null : (variants[0]?.word ?? null) };
    }),
  };
}

const toRarity = (count: number, passages: number): number => Math.log(1 + (passages - count + 0.5) / (count + 0.5));
