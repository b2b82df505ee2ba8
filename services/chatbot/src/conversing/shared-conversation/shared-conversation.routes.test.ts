import { randomUUID } from 'node:crypto';
import { deleteConversation } from '@lyceum/contracts/chatbot/conversation';
import { listMessages } from '@lyceum/contracts/chatbot/message';
import * as contract from '@lyceum/contracts/chatbot/shared-conversation';
import { asUser, type TestActor } from '@lyceum/testing/actors';
import { buildConversation } from '../../../test/build-conversation.ts';
import { buildLessonAnswer, buildMessage, knowPerson } from '../../../test/build-message.ts';
import { buildTaughtCourse } from '../../../test/build-taught-course.ts';
import { neighbours, service } from '../../../test/chatbot-service.ts';

const toCode = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code];
const toIds = ({ body }: { body: { items: { id: string }[] } }) => body.items.map(({ id }) => id);

const share = (as: TestActor, conversationId: string) =>
  service.call(contract.shareConversation, { as, params: { conversationId } });
const unshare = (as: TestActor, conversationId: string) =>
  service.call(contract.unshareConversation, { as, params: { conversationId } });
const list = (as: TestActor, courseId: string, query: Record<string, unknown> = {}) =>
  service.call(contract.listSharedConversations, { as, params: { courseId }, query });
const read = (as: TestActor, conversationId: string) =>
  service.call(contract.getSharedConversation, { as, params: { conversationId } });
const readMessages = (as: TestActor, conversationId: string, query: Record<string, unknown> = {}) =>
  service.call(contract.listSharedMessages, { as, params: { conversationId }, query });
const reply = (as: TestActor, conversationId: string, text = 'Посмотрите пример.') =>
  service.call(contract.replyToLearner, { as, params: { conversationId }, body: { text } });

async function buildShared() {
  const course = await buildTaughtCourse();
  const topic = { at: 'course', courseId: course.courseId } as const;
  const conversation = await buildConversation(course.learner, { topic });
  await share(course.learner, conversation.id);
  return { ...course, conversation };
}

describe('POST and DELETE /chat/conversations/:conversationId/share', () => {
  it('show a conversation to those who teach the course, and to nobody from the next moment on', async () => {
    const { courseId, learner, teacher } = await buildTaughtCourse();
    const { id } = await buildConversation(learner, { topic: { at: 'course', courseId } });
    expect(toCode(await read(teacher, id))).toEqual([404, 'conversation.not_found']);
    const shared = await share(learner, id);
    expect([shared.status, shared.body]).toEqual([200, expect.objectContaining({ id, shared: true, version: 2 })]);
    expect((await share(learner, id)).body.version).toBe(2);
    expect((await read(teacher, id)).status).toBe(200);
    expect((await unshare(learner, id)).body).toMatchObject({ shared: false, version: 3 });
    const asked = [await read(teacher, id), await readMessages(teacher, id), await reply(teacher, id)];
    expect(asked.map(toCode)).toEqual(asked.map(() => [404, 'conversation.not_found']));
    expect(toIds(await list(teacher, courseId))).toEqual([]);
    expect((await unshare(learner, id)).body.version).toBe(3);
  });

  it('answer 404 to everybody else, and 409 where nobody teaches', async () => {
    const { teacher, conversation, learner } = await buildShared();
    for (const other of [teacher, asUser()]) {
      expect(toCode(await share(other, conversation.id))).toEqual([404, 'conversation.not_found']);
      expect(toCode(await unshare(other, conversation.id))).toEqual([404, 'conversation.not_found']);
    }
    const help = await buildConversation(learner);
    expect(toCode(await share(learner, help.id))).toEqual([409, 'conversation.not_shareable']);
  });
});

describe('GET /chat/courses/:courseId/shared-conversations', () => {
  it('lists in pages those that are shared, the one shared last first, with the names of the learners', async () => {
    const { courseId, learner, teacher } = await buildTaughtCourse();
    await knowPerson(learner, 'Борис');
    const topic = { at: 'course', courseId } as const;
    const dates = ['2026-11-01', '2026-11-03', '2026-11-02'].map((day) => new Date(`${day}T10:00:00.000Z`));
    const [first, third, second] = await Promise.all(dates.map((sharedAt) => buildConversation(learner, { topic, sharedAt })));
    await buildConversation(learner, { topic });
    await buildConversation(learner, { topic: { at: 'course', courseId: randomUUID() }, sharedAt: service.clock.now() });
    const page = await list(teacher, courseId, { limit: 2 });
    expect(toIds(page)).toEqual([third?.id, second?.id]);
    expect(page.body.items[0]).toMatchObject({ personId: learner.id, name: 'Борис' });
    expect(toIds(await list(teacher, courseId, { limit: 2, cursor: page.body.nextCursor }))).toEqual([first?.id]);
  });

  it('answers 403 to who does not teach, 404 of an unknown course and 503 while courses does not answer', async () => {
    const { courseId, learner, teacher } = await buildTaughtCourse();
    expect(toCode(await list(learner, courseId))).toEqual([403, 'auth.forbidden']);
    expect(toCode(await list(teacher, randomUUID()))).toEqual([404, 'course.not_found']);
    neighbours.status = 503;
    expect(toCode(await list(teacher, courseId))).toEqual([503, 'service.unavailable']);
  });
});

describe('GET /chat/shared-conversations/:conversationId', () => {
  it('answers 404 to learners, to teachers of other courses and of a course that is gone', async () => {
    const { courseId, conversation, learner, teacher } = await buildShared();
    const elsewhere = await buildTaughtCourse();
    for (const other of [learner, asUser(), elsewhere.teacher])
      expect(toCode(await read(other, conversation.id))).toEqual([404, 'conversation.not_found']);
    neighbours.studies.delete(courseId);
    expect(toCode(await read(teacher, conversation.id))).toEqual([404, 'conversation.not_found']);
  });

  it('lists messages in pages, as far as their lessons are open to the teacher', async () => {
    const { conversation, teacher, lessons, learner } = await buildShared();
    const question = await buildMessage(conversation);
    const open = await buildLessonAnswer(conversation, 'Из урока', [lessons[0]?.lessonId ?? '']);
    const gone = await buildLessonAnswer(conversation, 'Из удалённого', [randomUUID()]);
    const page = await readMessages(teacher, conversation.id, { limit: 2 });
    expect(page.body.items).toMatchObject([
      { id: gone.id, withheld: true, text: '' },
      { id: open.id, text: 'Из урока' },
    ]);
    const last = await readMessages(teacher, conversation.id, { limit: 2, cursor: page.body.nextCursor });
    expect(toIds(last)).toEqual([question.id]);
    expect(toCode(await readMessages(learner, conversation.id))).toEqual([404, 'conversation.not_found']);
  });
});

describe('POST /chat/conversations/:conversationId/replies', () => {
  it('writes what a teacher says where the learner reads it, with the name, and announces it', async () => {
    const { conversation, teacher, learner } = await buildShared();
    await knowPerson(teacher, 'Анна');
    await service.runJobs();
    const { status, body } = await reply(teacher, conversation.id);
    expect([status, body]).toEqual([
      201,
      expect.objectContaining({ author: 'teacher', name: 'Анна', text: 'Посмотрите пример.' }),
    ]);
    const messages = await service.call(listMessages, { as: learner, params: { conversationId: conversation.id } });
    expect(messages.body.items).toEqual([body]);
    const jobs = await service.outbox('chatbot.announce-event');
    const event = { type: 'message', messageId: body.id, author: 'teacher' };
    expect(jobs.map(({ payload }) => payload)).toEqual([{ conversationId: conversation.id, event, from: teacher.id }]);
    expect((await read(teacher, conversation.id)).body.messages).toBe(1);
  });

  it('writes it once, however often it is sent under one key', async () => {
    const { conversation, teacher } = await buildShared();
    const request = { as: teacher, params: { conversationId: conversation.id }, body: { text: 'Посмотрите пример.' } };
    const send = () => service.call(contract.replyToLearner, { ...request, headers: { 'idempotency-key': 'one' } });
    const answers = await Promise.all([send(), send(), send()]);
    expect(answers.filter(({ status }) => status !== 409).map(({ status }) => status)).toContain(201);
    expect((await send()).headers['idempotency-replayed']).toBe('true');
    expect((await read(teacher, conversation.id)).body.messages).toBe(1);
  });

  it('counts every reply of several that come at once', async () => {
    const { conversation, teacher } = await buildShared();
    const answers = await Promise.all(Array.from({ length: 8 }, () => reply(teacher, conversation.id)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 201));
    expect((await read(teacher, conversation.id)).body.messages).toBe(8);
  });

  it('is refused to everybody else, and when it says nothing or too much', async () => {
    const { conversation, teacher, learner } = await buildShared();
    for (const other of [learner, asUser()])
      expect(toCode(await reply(other, conversation.id))).toEqual([404, 'conversation.not_found']);
    for (const text of ['', 'а'.repeat(4001)]) expect((await reply(teacher, conversation.id, text)).status).toBe(400);
    neighbours.status = 503;
    expect(toCode(await reply(teacher, conversation.id))).toEqual([503, 'service.unavailable']);
  });

  it('leaves no reply in a conversation that is deleted meanwhile', async () => {
    const { conversation, teacher, learner } = await buildShared();
    const remove = service.call(deleteConversation, { as: learner, params: { conversationId: conversation.id } });
    const [removed, written] = await Promise.all([remove, reply(teacher, conversation.id)]);
    expect(removed.status).toBe(204);
    expect([201, 404]).toContain(written.status);
    expect(toCode(await reply(teacher, conversation.id))).toEqual([404, 'conversation.not_found']);
  });
});
