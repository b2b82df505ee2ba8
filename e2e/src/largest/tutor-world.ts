import { startConversation } from '@lyceum/contracts/chatbot/conversation';
import type { Api } from '../api.ts';
import type { Sql } from '../as-owner.ts';
import { costlyText, type TextKind } from './costly-text.ts';

/** The course whose lessons are help articles: its passages pass no gate. */
const helpCourseId = '00000000-0000-7000-8000-000000000000';

/** A conversation of the longest questions and answers, among as many as a page shows, by the names of the parameters that lead to it. */
export async function makeTutor(
  api: Api,
  token: string,
  sql: Sql,
  { kind, courseId }: { kind: TextKind; courseId: string },
): Promise<Record<string, unknown>> {
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
  const practice = await makePractice(sql, { conversationId, passageId, courseId }, kind);
  const alertId = await makeAlerts(sql, conversationId);
  return { conversationId, messageId, passageId, alertId, ...practice, slug: 'tutor', 'askTutor.passageId': null };
}

/** As many ladders of hints and quizzes as a page shows, the last of each with all that fits: an open ladder, a quiz of ten questions. */
async function makePractice(
  sql: Sql,
  { conversationId, passageId, courseId }: { conversationId: string; passageId: string; courseId: string },
  kind: TextKind,
): Promise<Record<string, unknown>> {
  // Of help there are no hints, and it is shared with nobody.
  const [taught] = await sql<{ id: string }>(
    `INSERT INTO chatbot.conversations (id, space_id, person_id, topic, course_id, title, messages, shared_at, created_at, last_message_at, version)
     SELECT gen_random_uuid(), space_id, person_id, jsonb_build_object('at', 'course', 'courseId', $2::text), $2::uuid, title, 0, now(), now(), now(), 1
     FROM chatbot.conversations WHERE id = $1 RETURNING id`,
    [conversationId, courseId],
  );
  const attempts = Array.from({ length: 10 }, () => ({
    rung: 1,
    text: costlyText(kind, 2000),
    madeAt: new Date().toISOString(),
  }));
  const [ladder] = await sql<{ id: string }>(
    `INSERT INTO chatbot.hint_ladders (id, space_id, conversation_id, person_id, task, rung, attempts, status, created_at)
     SELECT gen_random_uuid(), space_id, id, person_id, $2, 1, $3, CASE place WHEN 100 THEN 'open' ELSE 'solved' END,
       now() + place * interval '1 second'
     FROM chatbot.conversations, generate_series(1, 100) AS place WHERE id = $1 ORDER BY place DESC RETURNING id`,
    [taught?.id, costlyText(kind, 4000), JSON.stringify(attempts)],
  );
  const [quiz] = await sql<{ id: string }>(
    `INSERT INTO chatbot.practice_quizzes (id, space_id, conversation_id, person_id, roles, locale, course_id, lesson_id, kind, count,
       status, made, answered, answered_right, created_at)
     SELECT gen_random_uuid(), space_id, id, person_id, '{user}', 'ru', course_id, gen_random_uuid(), 'mixed', 10, 'ready', 10, 0, 0,
       now() + place * interval '1 second'
     FROM chatbot.conversations, generate_series(1, 100) AS place WHERE id = $1 ORDER BY place DESC RETURNING id`,
    [taught?.id],
  );
  const place = { courseId: null, lessonId: null, headingPath: [], blockId: 'tutor', second: null };
  const [question] = await sql<{ id: string }>(
    `INSERT INTO chatbot.practice_questions (id, space_id, quiz_id, position, kind, text, options, right_option, right_text, passage_id,
       quote, place)
     SELECT gen_random_uuid(), space_id, id, position, 'choice', $2, $3, 1, $4, $5, $6, $7
     FROM chatbot.practice_quizzes, generate_series(0, 9) AS position WHERE id = $1 RETURNING id`,
    [
      ...[quiz?.id, costlyText(kind, 1000), JSON.stringify(Array.from({ length: 4 }, () => costlyText(kind, 200)))],
      ...[costlyText(kind, 200), passageId, costlyText(kind, 1000), JSON.stringify(place)],
    ],
  );
  const operations = ['listHintLadders', 'listPracticeQuizzes', 'getSharedConversation', 'listSharedMessages', 'replyToLearner'];
  const conversations = Object.fromEntries(operations.map((operation) => [`${operation}.conversationId`, taught?.id]));
  return { ...conversations, ladderId: ladder?.id, quizId: quiz?.id, 'answerPracticeQuestion.questionId': question?.id };
}

/** As many alerts as a page shows. */
async function makeAlerts(sql: Sql, conversationId: string): Promise<unknown> {
  const [alert] = await sql<{ id: string }>(
    `INSERT INTO chatbot.tutor_alerts (id, space_id, person_id, conversation_id, phrase, status, note, created_at)
     SELECT gen_random_uuid(), space_id, person_id, id, 'суицид', 'open', '', now()
     FROM chatbot.conversations, generate_series(1, 100) WHERE id = $1 RETURNING id`,
    [conversationId],
  );
  return alert?.id;
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
