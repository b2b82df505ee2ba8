import type { PassagePlace } from '@lyceum/contracts/chatbot/citation';
import { minConfusedPeople } from '@lyceum/contracts/chatbot/confusion';
import type { EntityManager } from 'typeorm';

export interface ClusterSearch {
  readonly courseId: string;
  readonly lessonIds: readonly string[];
  /** Only what was asked in these lessons; otherwise also what was asked of the course as a whole. */
  readonly onlyLessons: boolean;
  readonly since: Date;
  /** Whose questions do not count. */
  readonly exceptPersonId: string;
  /** By the passage they are about, or those that the course does not answer. */
  readonly kind: 'passage' | 'unanswered';
}

export interface Cluster {
  readonly lessonId: string | null;
  readonly questions: number;
  readonly people: number;
  readonly down: number;
  readonly notFound: number;
  /** As the last answer cited it; null when none did. */
  readonly place: PassagePlace | null;
  readonly passageId: string | null;
  /** The latest of them. */
  readonly questionIds: string[];
}

const maxAnswers = 10_000;
const maxClusters = 50;
const maxQuestionsRead = 100;

/** An answer is about the passage it cites first, otherwise about the one that was asked about. */
export const clustersQuery = `
  WITH answers AS (
    SELECT answer.person_id, answer.reply_to, answer.outcome, answer.created_at, conversation.lesson_id AS asked_in,
      answer.feedback->>'rating' AS rating, answer.citations->0 AS citation, (answer.request->>'passageId')::uuid AS asked_about
    FROM conversations conversation JOIN messages answer ON answer.conversation_id = conversation.id
    WHERE conversation.course_id = $1 AND conversation.last_message_at >= $3
      AND answer.author = 'tutor' AND answer.status = 'finished' AND answer.created_at >= $3 AND answer.person_id <> $4
    ORDER BY answer.created_at DESC LIMIT ${maxAnswers}
  ), placed AS (
    SELECT answers.*, citation->'place' AS place, coalesce((citation->>'passageId')::uuid, passage.id) AS passage_id,
      coalesce((citation->'place'->>'lessonId')::uuid, passage.lesson_id) AS placed_in,
      coalesce(citation->'place'->>'blockId', citation->>'passageId', passage.block_id, passage.id::text) AS spot
    FROM answers LEFT JOIN passages passage ON passage.id = asked_about AND citation IS NULL
  )
  SELECT coalesce(placed_in, asked_in) AS "lessonId", count(*)::int AS questions, count(DISTINCT person_id)::int AS people,
    (count(*) FILTER (WHERE rating = 'down'))::int AS down, (count(*) FILTER (WHERE outcome = 'not-found'))::int AS "notFound",
    (array_agg(place ORDER BY created_at DESC))[1] AS place, (array_agg(passage_id ORDER BY created_at DESC))[1] AS "passageId",
    (array_agg(reply_to ORDER BY created_at DESC))[1:${maxQuestionsRead}] AS "questionIds"
  FROM placed
  WHERE (spot IS NOT NULL) = $5 AND (spot IS NOT NULL OR outcome = 'not-found')
    AND (coalesce(placed_in, asked_in) = ANY($2) OR NOT $6 AND coalesce(placed_in, asked_in) IS NULL)
  GROUP BY coalesce(placed_in, asked_in), spot
  HAVING count(DISTINCT person_id) >= ${minConfusedPeople}
  ORDER BY people DESC, questions DESC, spot LIMIT ${maxClusters}`;

export const toParameters = (search: ClusterSearch): unknown[] => [
  ...[search.courseId, search.lessonIds, search.since, search.exceptPersonId, search.kind === 'passage', search.onlyLessons],
];

/** Those with most people first. Neither a cluster of few people nor a text of anybody leaves the database. */
export const selectClusters = (db: EntityManager, search: ClusterSearch): Promise<Cluster[]> =>
  db.query<Cluster[]>(clustersQuery, toParameters(search));
