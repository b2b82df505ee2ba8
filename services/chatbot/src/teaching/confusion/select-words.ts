import { minConfusedPeople } from '@lyceum/contracts/chatbot/confusion';
import type { EntityManager } from 'typeorm';

interface SharedWord {
  readonly word: string;
  readonly people: number;
}

const maxWords = 10;
const lettersRead = 300;

/**
 * Types of tokens of the parser `default`: 1 and 2 are words of ASCII and other words, neither addresses nor numbers. Few different words
 * are used very often, so each is reduced to its stem once.
 */
const wordsQuery = `
  WITH used AS (
    SELECT DISTINCT asked.cluster, question.person_id, part.tokid, lower(part.token) AS word
    FROM unnest($1::int[], $2::uuid[]) AS asked(cluster, question_id)
    JOIN messages question ON question.id = asked.question_id
    CROSS JOIN LATERAL ts_parse('default', left(question.text, ${lettersRead})) part
    WHERE part.tokid IN (1, 2) AND length(part.token) > 2
  ), stems AS MATERIALIZED (
    SELECT tokid, word, ts_lexize(CASE tokid WHEN 1 THEN 'english_stem' ELSE 'russian_stem' END::regdictionary, word) AS stem
    FROM (SELECT DISTINCT tokid, word FROM used) AS word
  )
  SELECT used.cluster, mode() WITHIN GROUP (ORDER BY used.word) AS word, count(DISTINCT used.person_id)::int AS people
  FROM used JOIN stems USING (tokid, word)
  WHERE cardinality(stems.stem) > 0
  GROUP BY used.cluster, stems.stem HAVING count(DISTINCT used.person_id) >= ${minConfusedPeople}
  ORDER BY people DESC, word`;

/** For each list of questions the words that several different people used in them, in whatever form. */
export async function selectWords(db: EntityManager, lists: readonly (readonly string[])[]): Promise<SharedWord[][]> {
  const asked = lists.flatMap((ids, cluster) => ids.map((id) => ({ cluster, id })));
  if (asked.length === 0) return lists.map(() => []);
  const parameters = [asked.map(({ cluster }) => cluster), asked.map(({ id }) => id)];
  const rows = await db.query<(SharedWord & { cluster: number })[]>(wordsQuery, parameters);
  return lists.map((_, cluster) =>
    rows
      .filter((row) => row.cluster === cluster)
      .slice(0, maxWords)
      .map(({ word, people }) => ({ word, people })),
  );
}
