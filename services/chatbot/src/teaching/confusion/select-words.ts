import { minConfusedPeople } from '@lyceum/contracts/chatbot/confusion';
import type { EntityManager } from 'typeorm';

interface SharedWord {
  readonly word: string;
  readonly people: number;
}

const maxWords = 10;
const lettersRead = 300;

/** Types of tokens of the parser `default`: words of ASCII and other words; no addresses, no numbers. */
const wordsQuery = `
  SELECT asked.cluster, mode() WITHIN GROUP (ORDER BY lower(part.token)) AS word, count(DISTINCT question.person_id)::int AS people
  FROM unnest($1::int[], $2::uuid[]) AS asked(cluster, question_id)
  JOIN messages question ON question.id = asked.question_id
  CROSS JOIN LATERAL ts_parse('default', left(question.text, ${lettersRead})) part
  CROSS JOIN LATERAL unnest(
    ts_lexize(CASE part.tokid WHEN 1 THEN 'english_stem' ELSE 'russian_stem' END::regdictionary, lower(part.token))
  ) stem
  WHERE part.tokid IN (1, 2) AND length(part.token) > 2
  GROUP BY asked.cluster, stem HAVING count(DISTINCT question.person_id) >= ${minConfusedPeople}
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
