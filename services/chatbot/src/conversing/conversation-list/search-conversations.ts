import type { EntityManager } from 'typeorm';

export interface ConversationMatch {
  readonly id: string;
  readonly courseId: string | null;
  /** Of an answer, the lessons it was made from; null of what people wrote. */
  readonly lessonIds: readonly string[] | null;
}

/** More messages of one person with the same words than anybody looks through. */
const maxMatches = 5000;

/** Finds own conversations first and looks at the words of these alone: whatever others have written costs nothing. */
export const matchSql = `
  SELECT id, course_id AS "courseId", NULL::uuid[] AS "lessonIds"
  FROM conversations
  WHERE person_id = $1 AND search @@ websearch_to_tsquery('russian', $2)
  UNION ALL
  (SELECT conversation.id, conversation.course_id, CASE message.author WHEN 'tutor' THEN message.source_lesson_ids END
   FROM conversations conversation
   JOIN messages message ON message.conversation_id = conversation.id
   WHERE conversation.person_id = $1 AND message.search @@ websearch_to_tsquery('russian', $2)
   ORDER BY message.created_at DESC
   LIMIT ${maxMatches})`;

/** Where a person has these words: in a title, or in a message. */
export const findMatches = (db: EntityManager, personId: string, words: string): Promise<ConversationMatch[]> =>
  db.query<ConversationMatch[]>(matchSql, [personId, words]);
