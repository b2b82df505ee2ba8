import type { EntityManager } from 'typeorm';
import { type AskedWord, isRepairable } from './asked-word.ts';
import { type CourseWord, mayBeMeant } from './find-variants.ts';

/** Where is searched: nothing of another version has an effect. */
export interface SearchScope {
  readonly courseId: string;
  readonly versionIds: readonly string[];
}

/** In how many passages of the scope each of these stems is; those that are in none are left out. */
export async function countPassages(
  db: EntityManager,
  { courseId, versionIds }: SearchScope,
  terms: readonly string[],
): Promise<Map<string, number>> {
  const rows = await db.query<{ term: string; passages: number }[]>(
    `SELECT term, count(*)::int AS passages FROM postings
     WHERE course_id = $1 AND term = ANY($2::text[]) AND version_id = ANY($3::uuid[]) GROUP BY term`,
    [courseId, [...new Set(terms)], versionIds],
  );
  return new Map(rows.map(({ term, passages }) => [term, passages]));
}

export async function countAllPassages(db: EntityManager, { versionIds }: SearchScope): Promise<number> {
  const [row] = await db.query<{ passages: number }[]>(
    'SELECT count(*)::int AS passages FROM passages WHERE version_id = ANY($1::uuid[])',
    [versionIds],
  );
  return row?.passages ?? 0;
}

/**
 * Words that may be meant by one of these: of their families, related in meaning, sounding alike, or beginning alike for a word that the scope
 * does not have. Of all that the course has or had: `keepUsed` says which of them the scope has.
 */
export async function findCandidates(
  db: EntityManager,
  { courseId }: SearchScope,
  unknown: readonly AskedWord[],
  all: readonly AskedWord[],
): Promise<CourseWord[]> {
  const misspelt = unknown.flatMap(({ readings }) => readings.slice(0, 1).filter(isRepairable));
  const readings = all.flatMap((asked) => asked.readings);
  const skeletons = readings.flatMap(({ skeleton }) => skeleton ?? []);
  const roots = readings.flatMap(({ root, related }) => [root, ...related.keys()]);
  const initials = misspelt.map(({ word }) => word.slice(0, 1));
  const words = await db.query<CourseWord[]>(
    `SELECT word, term, skeleton, root FROM words WHERE course_id = $1 AND skeleton = ANY($2::text[])
     UNION ALL
     SELECT word, term, skeleton, root FROM words WHERE course_id = $1 AND root = ANY($6::text[])
     UNION ALL
     SELECT words.word, term, skeleton, root FROM unnest($3::text[], $4::text[]) AS asked (word, stem)
     JOIN words ON course_id = $1 AND initial = left(asked.word, 1)
     WHERE initial = ANY($5::text[])
       AND (abs(length(words.word) - length(asked.word)) <= 2 OR abs(length(term) - length(asked.stem)) <= 2)`,
    [courseId, skeletons, misspelt.map(({ word }) => word), misspelt.map(({ stem }) => stem), initials, roots],
  );
  const candidates = [...new Map(words.map((candidate) => [candidate.word, candidate])).values()];
  return candidates.filter((candidate) => all.some((asked) => mayBeMeant(asked, candidate)));
}

/** Those of the words that versions of the scope have, in this very form. */
export async function keepUsed(
  db: EntityManager,
  { courseId, versionIds }: SearchScope,
  candidates: readonly CourseWord[],
): Promise<CourseWord[]> {
  if (candidates.length === 0) return [];
  const rows = await db.query<{ word: string }[]>(
    `SELECT DISTINCT word FROM word_uses WHERE course_id = $1 AND word = ANY($2::text[]) AND version_id = ANY($3::uuid[])`,
    [courseId, candidates.map(({ word }) => word), versionIds],
  );
  const used = new Set(rows.map(({ word }) => word));
  return candidates.filter(({ word }) => used.has(word));
}
