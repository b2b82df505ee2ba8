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

/** The best first: BM25, where of the variants of a word the best counts. */
export async function rankPassages(
  db: EntityManager,
  { courseId, versionIds }: SearchScope,
  { words }: WeighedQuestion,
  { nearVersionId, limit }: { readonly nearVersionId: string | null; readonly limit: number },
): Promise<RankedPassage[]> {
  const variants = words.flatMap(({ variants, weight }, slot) =>
    variants.map(({ term, certainty, rarity }) => ({ term, slot, value: certainty * rarity, cover: certainty * weight })),
  );
  if (variants.length === 0) return [];
  return db.query<RankedPassage[]>(
    `WITH found AS (
       SELECT passage_id, version_id, max(weight * value) AS score, max(cover) AS cover
       FROM unnest($3::text[], $4::int[], $5::float8[], $6::float8[]) AS asked (term, slot, value, cover)
       JOIN postings USING (term)
       WHERE course_id = $1 AND version_id = ANY($2::uuid[])
       GROUP BY passage_id, version_id, slot
     )
     SELECT passage_id AS "passageId", sum(score) AS score, sum(cover) AS covered FROM found
     GROUP BY passage_id, version_id
     ORDER BY sum(score) * CASE WHEN version_id = $7::uuid THEN ${nearPreference} ELSE 1 END DESC, passage_id
     LIMIT $8`,
    [
      ...[courseId, versionIds, variants.map(({ term }) => term), variants.map(({ slot }) => slot)],
      ...[variants.map(({ value }) => value), variants.map(({ cover }) => cover), nearVersionId, limit],
    ],
  );
}
