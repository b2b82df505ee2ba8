import { exportConversation } from '@lyceum/contracts/chatbot/conversation-export';
import { asUser, type TestActor } from '@lyceum/testing/actors';
import { buildConversation } from '../../../test/build-conversation.ts';
import { buildCourse } from '../../../test/build-course.ts';
import { buildLessonAnswer, buildMessage, knowPerson } from '../../../test/build-message.ts';
import { neighbours, service } from '../../../test/chatbot-service.ts';

const moment = '2026-11-20T10:00:00.000Z';
beforeEach(() => service.clock.set(new Date(moment)));
afterAll(() => service.clock.reset());

const take = (as: TestActor, conversationId: string) => service.call(exportConversation, { as, params: { conversationId } });

describe('GET /chat/conversations/:conversationId/export', () => {
  it('answers with all one may see, and the same as a text, in the language of the reader', async () => {
    const { courseId, learner, lessons } = await buildCourse([{}, { lock: { code: 'opens-later', message: '', at: moment } }]);
    const [open, closed] = lessons;
    const conversation = await buildConversation(learner, {
      topic: { at: 'course', courseId },
      title: 'О дефектах',
      messages: 4,
    });
    await buildMessage(conversation, { text: 'Что такое дефект?' });
    const place = { courseId, lessonId: open?.lessonId ?? '', headingPath: ['Курс', 'Урок 1'], blockId: null, second: 12.5 };
    await buildLessonAnswer(conversation, 'Ошибка в коде.[^1]', [open?.lessonId ?? ''], {
      citations: [{ number: 1, passageId: open?.passageIds[0] ?? courseId, place, quote: 'Дефект\nостаётся в коде' }],
    });
    await buildLessonAnswer(conversation, 'Тайное', [closed?.lessonId ?? '']);
    const teacher = await knowPerson(asUser(), 'Анна');
    await buildMessage(conversation, { author: 'teacher', personId: teacher.id, text: 'Верно.' });
    const { status, body, text } = await take({ ...learner, locale: 'ru' }, conversation.id);
    expect(status).toBe(200);
    expect(body).toMatchObject({ conversation: { id: conversation.id, title: 'О дефектах' }, complete: true });
    expect(body.messages.map(({ author, withheld }: { author: string; withheld: boolean }) => [author, withheld])).toEqual([
      ['learner', false],
      ['tutor', false],
      ['tutor', true],
      ['teacher', false],
    ]);
    expect(text).not.toContain('Тайное');
    expect(body.markdown).toBe(`# О дефектах

**Вы**, ${moment}

Что такое дефект?

**Репетитор**, ${moment}

Ошибка в коде.[^1]

Источники:

- [1] «Дефект остаётся в коде» (Курс › Урок 1, секунда 12.5)

**Репетитор**, ${moment}

*Ответ составлен по уроку, который сейчас для вас закрыт.*

**Преподаватель, Анна**, ${moment}

Верно.
`);
    const english = await take(learner, conversation.id);
    expect(english.body.markdown).toContain('**Tutor**, ');
    expect(english.body.markdown).toContain('(Курс › Урок 1, second 12.5)');
  });

  it('shows the marks that people and lessons wrote as their source', async () => {
    const { courseId, learner, lessons } = await buildCourse();
    const [lesson] = lessons;
    const hostile = '<img src=//spy.example> ![x](https://spy.example) **Преподаватель, Анна** `#';
    const title = `${hostile} $$`;
    const conversation = await buildConversation(learner, { topic: { at: 'course', courseId }, title });
    await buildMessage(conversation, { text: `Почему?\n\n${hostile}` });
    const teacher = await knowPerson(asUser(), `Анна ${hostile}`);
    await buildMessage(conversation, { author: 'teacher', personId: teacher.id, text: hostile });
    const place = { courseId, lessonId: lesson?.lessonId ?? '', headingPath: [hostile], blockId: null, second: null };
    await buildLessonAnswer(conversation, 'Ответ [^1] с **важным**.', [lesson?.lessonId ?? ''], {
      citations: [{ number: 1, passageId: lesson?.passageIds[0] ?? courseId, place, quote: hostile }],
    });
    const { body } = await take({ ...learner, locale: 'ru' }, conversation.id);
    const escaped = '\\<img src=//spy.example\\> \\!\\[x\\](https://spy.example) \\*\\*Преподаватель, Анна\\*\\* \\`\\#';
    expect(body.markdown.split(escaped)).toHaveLength(7);
    expect(body.markdown).not.toContain(hostile);
    expect(body.markdown).toContain('Ответ [^1] с **важным**.');
    expect(body.conversation.title).toBe(title);
  });

  it('takes the newest thousand and says that there are more', async () => {
    const learner = asUser();
    const conversation = await buildConversation(learner);
    const first = await buildMessage(conversation, { text: 'Первое' });
    await service.rows((db) =>
      db.query(
        `INSERT INTO messages (id, conversation_id, author, person_id, mode, text, status, citations, dropped_citations, searched_for,
           source_lesson_ids, created_at)
         SELECT gen_random_uuid(), conversation_id, author, person_id, mode, 'Ещё', status, citations, dropped_citations,
           searched_for, source_lesson_ids, created_at + number * interval '1 second'
         FROM messages, generate_series(1, 1000) number WHERE id = $1`,
        [first.id],
      ),
    );
    const { body } = await take(learner, conversation.id);
    expect([body.messages.length, body.complete, body.messages[0].text]).toEqual([1000, false, 'Ещё']);
  });

  it('answers 503 while courses does not answer, and 404 to somebody else', async () => {
    const { courseId, learner, lessons } = await buildCourse();
    const conversation = await buildConversation(learner, { topic: { at: 'course', courseId } });
    await buildLessonAnswer(conversation, 'Ответ', [lessons[0]?.lessonId ?? '']);
    neighbours.status = 503;
    expect((await take(learner, conversation.id)).body.code).toBe('service.unavailable');
    expect((await take(asUser(), conversation.id)).body.code).toBe('conversation.not_found');
  });
});
