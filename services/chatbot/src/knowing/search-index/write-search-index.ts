import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EntityManager } from 'typeorm';
import { toPassageTerms } from '../words/passage-terms.ts';
import { toRoot } from '../words/root.ts';
import { toSoundSkeleton } from '../words/sound-skeleton.ts';

/** Puts what the passages of a version are found by in place of what it was. */
export async function writeSearchIndex(
  db: EntityManager,
  { id: versionId, courseId }: { readonly id: string; readonly courseId: string },
  passages: readonly { readonly id: string; readonly headingPath: readonly string[]; readonly text: string }[],
): Promise<void> {
  for (const table of ['postings', 'word_uses']) await db.query(`DELETE FROM ${table} WHERE version_id = $1`, [versionId]);
  const postings: { term: string[]; passageId: string[]; weight: number[] } = { term: [], passageId: [], weight: [] };
  const terms = new Map<string, string>();
  for (const { id, headingPath, text } of passages) {
    const { weights, words } = toPassageTerms(headingPath, text);
    for (const [term, weight] of weights) {
      postings.term.push(term);
      postings.passageId.push(id);
      postings.weight.push(weight);
    }
    for (const [word, term] of words) terms.set(word, term);
    await nextTurn(); // a long lesson would keep the process from all else
  }
  // In their order, so that two lessons of a course that are written at once do not wait for each other in a circle.
  const words = [...terms.keys()].sort();
  await db.query(
    `INSERT INTO postings (course_id, version_id, term, passage_id, weight)
     SELECT $1, $2, term, passage_id, weight
     FROM unnest($3::text[], $4::uuid[], $5::real[]) AS posting (term, passage_id, weight)`,
    [courseId, versionId, postings.term, postings.passageId, postings.weight],
  );
  await db.query(
    `INSERT INTO words AS known (course_id, word, term, initial, skeleton, root)
     SELECT $1, word, term, left(word, 1), skeleton, root
     FROM unnest($2::text[], $3::text[], $4::text[], $5::text[]) AS found (word, term, skeleton, root)
     ON CONFLICT (space_id, course_id, word) DO UPDATE SET skeleton = excluded.skeleton, root = excluded.root
     WHERE known.root IS DISTINCT FROM excluded.root`,
    [courseId, words, words.map((word) => terms.get(word)), words.map(toSoundSkeleton), words.map(toRoot)],
  );
  await db.query(
    'INSERT INTO word_uses (course_id, version_id, word) SELECT $1, $2, word FROM unnest($3::text[]) AS known (word)',
    [courseId, versionId, words],
  );
}
