import { randomUUID } from 'node:crypto';
import { listConversations } from '@lyceum/contracts/chatbot/conversation';
import { asUser, type TestActor } from '@lyceum/testing/actors';
import { DataSource } from 'typeorm';
import { buildConversation } from '../../../test/build-conversation.ts';
import { buildCourse } from '../../../test/build-course.ts';
import { buildLessonAnswer, buildMessage } from '../../../test/build-message.ts';
import { neighbours, service } from '../../../test/chatbot-service.ts';
import { matchSql } from './search-conversations.ts';

const list = (as: TestActor, query: Record<string, unknown> = {}) => service.call(listConversations, { as, query });
const toIds = ({ body }: { body: { items: { id: string }[] } }) => body.items.map(({ id }) => id);
const lock = { code: 'opens-later', message: 'Урок откроется позже', at: '2027-01-01T00:00:00.000Z' } as const;

describe('GET /chat/conversations', () => {
  it('lists in pages one’s own, the one spoken in last first', async () => {
    const learner = asUser();
    const days = [2, 3, 1].map((day) => new Date(`2026-11-0${day}T10:00:00.000Z`));
    const [second, third, first] = await Promise.all(days.map((lastMessageAt) => buildConversation(learner, { lastMessageAt })));
    await buildConversation(asUser());
    const page = await list(learner, { limit: 2 });
    expect(toIds(page)).toEqual([third?.id, second?.id]);
    expect(toIds(await list(learner, { limit: 2, cursor: page.body.nextCursor }))).toEqual([first?.id]);
  });

  it('lists those about a course and about a lesson', async () => {
    const learner = asUser();
    const [courseId, lessonId] = [randomUUID(), randomUUID()];
    const lesson = await buildConversation(learner, { topic: { at: 'lesson', courseId, lessonId } });
    const course = await buildConversation(learner, { topic: { at: 'course', courseId } });
    await buildConversation(learner);
    expect(toIds(await list(learner, { courseId })).toSorted()).toEqual([lesson.id, course.id].toSorted());
    expect(toIds(await list(learner, { lessonId }))).toEqual([lesson.id]);
  });

  it('finds words of titles and of what people wrote, in all their forms, and asks courses nothing', async () => {
    const learner = asUser();
    const titled = await buildConversation(learner, { title: 'Регрессионное тестирование' });
    const { courseId } = await buildCourse();
    const asked = await buildConversation(learner, { topic: { at: 'course', courseId } });
    await buildMessage(asked, { text: 'Зачем тестировать регрессию?' });
    await buildConversation(learner, { title: 'Другое' });
    const others = await buildConversation(asUser(), { title: 'Регрессионное тестирование' });
    const found = toIds(await list(learner, { q: 'тестирование' }));
    expect(found).toEqual([titled.id]);
    expect(toIds(await list(learner, { q: 'регрессии' }))).toEqual([asked.id]);
    expect(toIds(await list(learner, { q: 'регрессии', courseId: randomUUID() }))).toEqual([]);
    expect(found).not.toContain(others.id);
    expect(neighbours.asked).toEqual([]);
  });

  it('finds words of answers only while their lessons are open, and asks each course once', async () => {
    const { courseId, learner, lessons, study } = await buildCourse([{ title: 'Первый' }, { title: 'Второй' }]);
    const [first = '', second = ''] = lessons.map(({ lessonId }) => lessonId);
    const [inFirst, inBoth, none] = await Promise.all(
      [0, 1, 2].map(() => buildConversation(learner, { topic: { at: 'course', courseId } })),
    );
    if (!inFirst || !inBoth || !none) throw new Error('three are built');
    await buildLessonAnswer(inFirst, 'Граничные значения', [first]);
    await buildLessonAnswer(inBoth, 'Граничные значения', [first, second]);
    await buildLessonAnswer(none, 'Такого в курсе нет: граничные', []);
    const help = await buildConversation(learner);
    await buildLessonAnswer(help, 'Граничные', [randomUUID()]);
    expect(toIds(await list(learner, { q: 'граничные' })).toSorted()).toEqual(
      [inFirst.id, inBoth.id, none.id, help.id].toSorted(),
    );
    expect(neighbours.asked).toHaveLength(1);
    Object.assign(study.lessons[1] ?? {}, { versionId: null, lock });
    expect(toIds(await list(learner, { q: 'граничные' })).toSorted()).toEqual([inFirst.id, none.id, help.id].toSorted());
    neighbours.studies.delete(courseId);
    expect(toIds(await list(learner, { q: 'граничные' })).toSorted()).toEqual([none.id, help.id].toSorted());
  });

  it('answers 503 when it cannot know what is open', async () => {
    const { courseId, learner, lessons } = await buildCourse();
    const conversation = await buildConversation(learner, { topic: { at: 'course', courseId } });
    await buildLessonAnswer(conversation, 'Эквивалентность', [lessons[0]?.lessonId ?? '']);
    neighbours.status = 500;
    const { status, body } = await list(learner, { q: 'эквивалентность' });
    expect([status, body.code]).toEqual([503, 'service.unavailable']);
    neighbours.status = null;
  });

  it('finds none by words that say little, and answers 400 to too many and to another list’s cursor', async () => {
    const learner = asUser();
    await buildConversation(learner, { title: 'и в на' });
    expect(toIds(await list(learner, { q: 'и' }))).toEqual([]);
    expect((await list(learner, { q: 'а'.repeat(101) })).status).toBe(400);
    expect((await list(learner, { cursor: 'x' })).status).toBe(400);
  });

  it('searches own rows by their indexes as the role of the service, however many others have', async () => {
    const learner = asUser();
    const conversation = await buildConversation(learner);
    await buildMessage(conversation);
    await service.rows(async (db) => {
      await db.query(
        `INSERT INTO conversations (id, person_id, topic, title, messages, created_at, last_message_at, version)
         SELECT gen_random_uuid(), gen_random_uuid(), topic, title, messages, created_at, last_message_at, version
         FROM conversations, generate_series(1, 2000) WHERE id = $1`,
        [conversation.id],
      );
      await db.query(
        `INSERT INTO messages (id, conversation_id, author, person_id, mode, text, status, citations, dropped_citations, searched_for,
           source_lesson_ids, created_at)
         SELECT gen_random_uuid(), conversation.id, author, message.person_id, mode, text, status, citations, dropped_citations,
           searched_for, source_lesson_ids, message.created_at
         FROM messages message, conversations conversation WHERE message.conversation_id = $1`,
        [conversation.id],
      );
    });
    const owner = await new DataSource({ type: 'postgres', url: service.testDatabase.ownerUrl }).initialize();
    await owner.query('ANALYZE chatbot.conversations, chatbot.messages');
    await owner.destroy();
    const [role, lines] = await service.rows(async (db) => [
      await db.query('SELECT current_user AS name, rolsuper OR rolbypassrls AS free FROM pg_roles WHERE rolname = current_user'),
      await db.query<{ 'QUERY PLAN': string }[]>(`EXPLAIN (COSTS OFF) ${matchSql}`, [learner.id, 'регрессия']),
    ]);
    expect(role).toEqual([{ name: 'lyceum_chatbot', free: false }]);
    const plan = lines.map((line) => line['QUERY PLAN']).join('\n');
    expect(plan.match(/conversations_of_person/g)).toHaveLength(2);
    expect(plan).toMatch(/Index Scan using messages_(of_conversation|conversation_key)/);
    expect(plan).not.toContain('Seq Scan');
  });
});
