import { randomUUID } from 'node:crypto';
import { listMessages } from '@lyceum/contracts/chatbot/message';
import { asUser, type TestActor } from '@lyceum/testing/actors';
import { buildConversation } from '../../../test/build-conversation.ts';
import { buildCourse } from '../../../test/build-course.ts';
import { buildLessonAnswer, buildMessage, knowPerson } from '../../../test/build-message.ts';
import { neighbours, service } from '../../../test/chatbot-service.ts';

const lock = { code: 'opens-later', message: 'Урок откроется позже', at: '2027-01-01T00:00:00.000Z' } as const;

/** A learner who has asked in a course of two lessons, and was answered from each. */
async function buildTalk() {
  const course = await buildCourse([{ passages: ['Дефект'] }, { passages: ['Сбой'] }]);
  const { courseId, learner, lessons, study } = course;
  const [first = '', second = ''] = lessons.map(({ lessonId }) => lessonId);
  const conversation = await buildConversation(learner, { topic: { at: 'course', courseId } });
  const question = await buildMessage(conversation);
  const open = await buildLessonAnswer(conversation, 'Из первого урока', [first]);
  const closing = await buildLessonAnswer(conversation, 'Из обоих уроков', [first, second]);
  const close = () => {
    const { lessons: shown } = study;
    if (shown[1]) Object.assign(shown[1], { versionId: null, lock });
  };
  return { ...course, conversation, question, open, closing, close };
}

const list = (as: TestActor, conversationId: string, query = {}) =>
  service.call(listMessages, { as, params: { conversationId }, query });

describe('GET /chat/conversations/:conversationId/messages', () => {
  it('lists in pages the newest first', async () => {
    const { learner, conversation, question, open, closing } = await buildTalk();
    const page = await list(learner, conversation.id, { limit: 2 });
    expect(page.body.items.map(({ id }: { id: string }) => id)).toEqual([closing.id, open.id]);
    const last = await list(learner, conversation.id, { limit: 2, cursor: page.body.nextCursor });
    expect(last.body).toMatchObject({ items: [{ id: question.id, author: 'learner', withheld: false }], nextCursor: null });
  });

  it('keeps back what was made from a lesson that is closed now', async () => {
    const { learner, conversation, open, closing, close } = await buildTalk();
    close();
    const { body, text } = await list({ ...learner, locale: 'ru' }, conversation.id);
    expect(body.items[0]).toMatchObject({ id: closing.id, withheld: true, text: '', citations: [] });
    expect(body.items[0].notice).toBe('Ответ составлен по уроку, который сейчас для вас закрыт.');
    expect(body.items[1]).toMatchObject({ id: open.id, withheld: false, text: 'Из первого урока' });
    expect(text).not.toContain('Из обоих');
  });

  it('keeps back all answers from lessons when the course is there no more', async () => {
    const { learner, conversation, courseId } = await buildTalk();
    neighbours.studies.delete(courseId);
    const { body } = await list(learner, conversation.id);
    expect(body.items.map(({ withheld }: { withheld: boolean }) => withheld)).toEqual([true, true, false]);
  });

  it('answers 503 while courses does not answer, and shows nothing', async () => {
    const { learner, conversation } = await buildTalk();
    neighbours.status = 503;
    const { status, body, text } = await list(learner, conversation.id);
    expect([status, body.code]).toEqual([503, 'service.unavailable']);
    expect(text).not.toContain('Из первого');
  });

  it('asks nobody of a conversation about help', async () => {
    const learner = asUser();
    const conversation = await buildConversation(learner);
    await buildLessonAnswer(conversation, 'Нажмите «Записаться»', [randomUUID()]);
    const { body } = await list(learner, conversation.id);
    expect(body.items).toMatchObject([{ text: 'Нажмите «Записаться»', withheld: false }]);
    expect(neighbours.asked).toEqual([]);
  });

  it('names teachers as they are called now', async () => {
    const { learner, conversation } = await buildTalk();
    const [known, unknown] = [await knowPerson(asUser(), 'Анна'), asUser()];
    await buildMessage(conversation, { author: 'teacher', personId: known.id });
    await buildMessage(conversation, { author: 'teacher', personId: unknown.id });
    const { body } = await list(learner, conversation.id, { limit: 2 });
    expect(body.items).toMatchObject([
      { author: 'teacher', name: null },
      { author: 'teacher', name: 'Анна' },
    ]);
  });

  it('answers 404 to somebody else, and 400 to what is no cursor of it', async () => {
    const { learner, conversation } = await buildTalk();
    const other = await list(asUser(), conversation.id);
    expect([other.status, other.body.code]).toEqual([404, 'conversation.not_found']);
    const cursor = await list(learner, conversation.id, { cursor: 'x' });
    expect([cursor.status, cursor.body.code]).toEqual([400, 'request.invalid']);
  });
});

describe('PUT /chat/messages/:messageId/feedback', () => {
  const put = (as: TestActor, messageId: string, body: object) =>
    service.http
      .put(`/api/v1/chat/messages/${messageId}/feedback`)
      .set('authorization', `Bearer ${service.token(as)}`)
      .send(body);

  it('keeps what the reader says, and another word in its place', async () => {
    const { learner, conversation, open } = await buildTalk();
    const down = { rating: 'down', reason: 'unclear', comment: 'Слишком кратко' };
    const { status, body } = await put(learner, open.id, down);
    expect([status, body.id, body.feedback]).toEqual([200, open.id, down]);
    expect((await put(learner, open.id, { rating: 'up' })).body.feedback).toEqual({ rating: 'up', reason: null, comment: '' });
    const { body: page } = await list(learner, conversation.id);
    expect(page.items[1].feedback).toEqual({ rating: 'up', reason: null, comment: '' });
  });

  it('shows no words that are kept back', async () => {
    const { learner, closing, close } = await buildTalk();
    close();
    const { body } = await put(learner, closing.id, { rating: 'up' });
    expect(body).toMatchObject({ withheld: true, text: '', feedback: { rating: 'up' } });
  });

  it.each([
    ['a question', { author: 'learner' }],
    ['a reply of a teacher', { author: 'teacher' }],
    ['an answer that is being written', { author: 'tutor', status: 'writing', endedAt: null }],
    ['an answer that was stopped', { author: 'tutor', status: 'stopped' }],
  ] as const)('answers 404 to %s', async (_, message) => {
    const learner = asUser();
    const { id } = await buildMessage(await buildConversation(learner), message);
    const { status, body } = await put(learner, id, { rating: 'up' });
    expect([status, body.code]).toEqual([404, 'tutor_message.not_found']);
  });

  it('answers 404 to somebody else, and 400 to another rating or a long comment', async () => {
    const { learner, open } = await buildTalk();
    expect((await put(asUser(), open.id, { rating: 'up' })).body.code).toBe('tutor_message.not_found');
    expect((await put(learner, open.id, { rating: 'five' })).status).toBe(400);
    expect((await put(learner, open.id, { rating: 'up', comment: 'а'.repeat(1001) })).status).toBe(400);
  });
});
