import type { EntityManager } from 'typeorm';
import type { AskedWord, CourseWord } from './asked-word.ts';
import { isRepairable } from './asked-word.ts';

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

/** Words of the scope that begin or sound like one of these. Those that begin alike are for words that the scope does not have. */
export async function findCandidates(
  db: EntityManager,
  { courseId, versionIds }: SearchScope,
  unknown: readonly AskedWord[],
  all: readonly AskedWord[],
): Promise<CourseWord[]> {
  const misspelt = unknown.filter(isRepairable);
  const skeletons = all.flatMap(({ skeleton }) => skeleton ?? []);
  if (misspelt.length + skeletons.length === 0) return [];
  return db.query<CourseWord[]>(
    `WITH candidates AS MATERIALIZED (
       SELECT word, term, skeleton FROM words
       WHERE course_id = $1 AND skeleton = ANY($2::text[])
       UNION
       SELECT words.word, term, skeleton FROM unnest($3::text[], $4::text[]) AS asked (word, stem)
       JOIN words ON course_id = $1 AND initial = left(asked.word, 1)
       WHERE abs(length(words.word) - length(asked.word)) <= 2 OR abs(length(term) - length(asked.stem)) <= 2
     )
     SELECT word, term, skeleton FROM candidates WHERE EXISTS (
       SELECT FROM word_uses
       WHERE course_id = $1 AND word_uses.word = candidates.word AND version_id = ANY($5::uuid[]))`,
    [courseId, skeletons, misspelt.map(({ word }) => word), misspelt.map(({ stem }) => stem), versionIds],
  );
}
