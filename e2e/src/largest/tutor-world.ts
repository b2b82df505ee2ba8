import { startConversation } from '@lyceum/contracts/chatbot/conversation';
import type { Api } from '../api.ts';
import type { Sql } from '../as-owner.ts';
import { costlyText, type TextKind } from './costly-text.ts';

/** The course whose lessons are help articles: its passages pass no gate. */
const helpCourseId = '00000000-0000-7000-8000-000000000000';

/** A conversation of the longest questions and answers, among as many as a page shows, by the names of the parameters that lead to it. */
export async function makeTutor(api: Api, token: string, sql: Sql, kind: TextKind): Promise<Record<string, unknown>> {
  const body = { topic: { at: 'help' }, title: costlyText(kind, 200) } as const;
  const { id: conversationId } = (await api.call(startConversation, { token, body })).body;
  const passageId = await makePassage(sql, conversationId, kind);
  const messageId = await makeMessages(sql, { conversationId, passageId }, kind);
  await sql(
    `INSERT INTO chatbot.conversations (id, space_id, person_id, topic, title, messages, created_at, last_message_at, version)
     SELECT gen_random_uuid(), space_id, person_id, topic, title, 0, now(), now(), 1
     FROM chatbot.conversations, generate_series(1, 100) WHERE id = $1`,
    [conversationId],
  );
  return { conversationId, messageId, passageId, slug: 'tutor', 'askTutor.passageId': null };
}

async function makePassage(sql: Sql, conversationId: string, kind: TextKind): Promise<string> {
  const [passage] = await sql<{ id: string }>(
    `WITH version AS (
       INSERT INTO chatbot.lesson_versions (id, space_id, course_id, lesson_id, title, module_title, indexed_at)
       SELECT gen_random_uuid(), space_id, $2, gen_random_uuid(), '', '', now() FROM chatbot.conversations WHERE id = $1
       RETURNING id, space_id, course_id, lesson_id)
     INSERT INTO chatbot.passages (id, space_id, course_id, version_id, lesson_id, position, heading_path, text)
     SELECT gen_random_uuid(), space_id, course_id, id, lesson_id, 0, '[]', $3 FROM version RETURNING id`,
    [conversationId, helpCourseId, costlyText(kind, 4000)],
  );
  return `${passage?.id}`;
}

/** Questions and answers that are finished; the id is that of the last answer. */
async function makeMessages(
  sql: Sql,
  { conversationId, passageId }: { conversationId: string; passageId: string },
  kind: TextKind,
): Promise<unknown> {
  const place = { courseId: null, lessonId: null, headingPath: [], blockId: 'tutor', second: null };
  const quote = costlyText(kind, 1000);
  const citations = Array.from({ length: 10 }, (_, index) => ({ number: index + 1, passageId, place, quote }));
  const [answer] = await sql<{ id: string }>(
    `INSERT INTO chatbot.messages (id, space_id, conversation_id, author, person_id, mode, text, status, outcome, citations,
       dropped_citations, searched_for, source_lesson_ids, created_at, ended_at, request)
     SELECT gen_random_uuid(), space_id, id, CASE place % 2 WHEN 0 THEN 'tutor' ELSE 'learner' END, person_id, 'explain',
       CASE place % 2 WHEN 0 THEN $3 ELSE $2 END, 'finished', CASE place % 2 WHEN 0 THEN 'answered' END,
       CASE place % 2 WHEN 0 THEN $4::jsonb ELSE '[]' END, 0, '[]', '{}', now() + place * interval '1 second', now(),
       CASE place % 2 WHEN 0 THEN $5::jsonb END
     FROM chatbot.conversations, generate_series(1, 100) AS place WHERE id = $1 ORDER BY place DESC RETURNING id`,
    [
      ...[conversationId, costlyText(kind, 4000), costlyText(kind, 20_000), JSON.stringify(citations)],
      JSON.stringify({
        ...{ roles: ['user'], locale: 'ru', question: costlyText(kind, 4000), passageId: null, quote: '', language: 'ru' },
        hint: null,
      }),
    ],
  );
  return answer?.id;
}
