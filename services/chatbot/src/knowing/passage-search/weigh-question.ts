import type { EntityManager } from 'typeorm';
import { type AskedWord, isQuestionWordElsewise, toAskedWords, toImportance } from './asked-word.ts';
import { findVariants, type Variant } from './find-variants.ts';
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
  const counts = await countPassages(
    db,
    scope,
    asked.map(({ stem }) => stem),
  );
  const isKnown = ({ stem }: AskedWord) => counts.has(stem);
  const unknown = asked.filter((word) => !isKnown(word));
  const candidates = await keepUsed(db, scope, await findCandidates(db, scope, unknown, asked));
  const found = asked.map((word) => ({ word, variants: findVariants(word, candidates, isKnown(word)) }));
  const missing = found.flatMap(({ variants }) => variants.map(({ term }) => term)).filter((term) => !counts.has(term));
  if (missing.length > 0) for (const [term, count] of await countPassages(db, scope, missing)) counts.set(term, count);
  const kept = found.filter(({ word, variants }) => variants.length > 0 || !isQuestionWordElsewise(word));
  return {
    passages,
    words: (kept.length > 0 ? kept : found).map(({ word, variants }) => {
      const importance = toImportance(word);
      const toWeight = (term: string) => importance * toRarity(counts.get(term) ?? 1, passages);
      // A word that no lesson has weighs like the rarest that one has.
      const weight =
        variants.length === 0
          ? importance * toRarity(1, passages)
          : Math.max(
              ...variants
                .filter(({ certainty }) => certainty === 1 || !isKnown(word))
                .map((one) => one.certainty * toWeight(one.term)),
            );
      // What is found in place of a word does not say more than the word itself would.
      const rare = variants.map((variant) => ({ ...variant, rarity: Math.min(toWeight(variant.term), weight) }));
      return { variants: rare, weight, replacedBy: isKnown(word) ? null : (variants[0]?.word ?? null) };
    }),
  };
}

const toRarity = (count: number, passages: number): number => Math.log(1 + (passages - count + 0.5) / (count + 0.5));
