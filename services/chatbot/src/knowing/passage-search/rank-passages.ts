import type { EntityManager } from 'typeorm';
import type { SearchScope } from './search-vocabulary.ts';
import type { WeighedQuestion } from './weigh-question.ts';

export interface RankedPassage {
  readonly passageId: string;
  /** BM25. */
  readonly score: number;
  /** Weight of the words of the question that it has. */
  readonly covered: number;
}

/** By how much a passage of the lesson one asks in is preferred. */
const nearPreference = 1.2;

/** How much it matters that a passage has all words of the question: the less, the more. */
const wholePreference = 2;

/** The best first: BM25, where of the variants of a word the best counts, and more where a passage has more of the question. */
export async function rankPassages(
  db: EntityManager,
  { courseId, versionIds }: SearchScope,
  { words }: WeighedQuestion,
  { nearVersionId, limit }: { readonly nearVersionId: string | null; readonly limit: number },
): Promise<RankedPassage[]> {
  const variants = words.flatMap(({ variants }, slot) =>
    variants.map(({ term, certainty, rarity }) => ({ term, slot, value: certainty * rarity })),
  );
  if (variants.length === 0) return [];
  const whole = words.reduce((sum, { weight }) => sum + weight, 0);
  return db.query<RankedPassage[]>(
    `WITH found AS (
       SELECT passage_id, version_id, max(weight * value) AS score, max(value) AS cover
       FROM unnest($3::text[], $4::int[], $5::float8[]) AS asked (term, slot, value)
       JOIN postings USING (term)
       WHERE course_id = $1 AND version_id = ANY($2::uuid[])
       GROUP BY passage_id, version_id, slot
     )
     SELECT passage_id AS "passageId", sum(score) AS score, sum(cover) AS covered FROM found
     GROUP BY passage_id, version_id
     ORDER BY sum(score) * ($6 + sum(cover)) * CASE WHEN version_id = $7::uuid THEN ${nearPreference} ELSE 1 END DESC, passage_id
     LIMIT $8`,
    [
      ...[courseId, versionIds, variants.map(({ term }) => term), variants.map(({ slot }) => slot)],
      ...[variants.map(({ value }) => value), whole * wholePreference, nearVersionId, limit],
    ],
  );
}
