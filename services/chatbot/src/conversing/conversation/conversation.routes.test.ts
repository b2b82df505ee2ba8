import { randomUUID } from 'node:crypto';
import * as contract from '@lyceum/contracts/chatbot/conversation';
import { asUser, type TestActor } from '@lyceum/testing/actors';
import { buildConversation } from '../../../test/build-conversation.ts';
import { buildCourse } from '../../../test/build-course.ts';
import { buildMessage } from '../../../test/build-message.ts';
import { neighbours, service } from '../../../test/chatbot-service.ts';
import { MessageEntity } from '../message/message.entity.ts';

const toCode = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code];
const start = (as: TestActor, topic: contract.ConversationTopic, title?: string) =>
  service.call(contract.startConversation, { as, body: { topic, ...(title !== undefined && { title }) } });
const lock = { code: 'opens-later', message: 'Урок откроется позже', at: '2027-01-01T00:00:00.000Z' } as const;

describe('POST /chat/conversations', () => {
  it('begins one about a lesson, a course or help', async () => {
    const { courseId, learner, lessons } = await buildCourse();
    const lessonId = lessons[0]?.lessonId ?? '';
    for (const topic of [
      { at: 'lesson', courseId, lessonId } as const,
      { at: 'course', courseId } as const,
      { at: 'help' } as const,
    ]) {
      const { status, body, headers } = await start(learner, topic, ' О тестах ');
      expect([status, headers['etag']]).toEqual([201, '"1"']);
      expect(body).toMatchObject({ topic, title: 'О тестах', messages: 0, shared: false, version: 1 });
    }
  });

  it('is refused where the gate is closed', async () => {
    const { courseId, learner, lessons } = await buildCourse([{ lock }]);
    const lessonId = lessons[0]?.lessonId ?? '';
    expect(toCode(await start(learner, { at: 'lesson', courseId, lessonId }))).toEqual([403, 'lesson.locked']);
    expect(toCode(await start(learner, { at: 'course', courseId }))).toEqual([403, 'lesson.locked']);
    expect(toCode(await start(learner, { at: 'lesson', courseId, lessonId: randomUUID() }))).toEqual([404, 'lesson.not_found']);
    expect(toCode(await start(learner, { at: 'course', courseId: randomUUID() }))).toEqual([404, 'course.not_found']);
    neighbours.status = 500;
    expect(toCode(await start(learner, { at: 'course', courseId }))).toEqual([503, 'service.unavailable']);
    expect((await start(learner, { at: 'help' }, 'а'.repeat(201))).status).toBe(400);
  });

  it('is refused after a thousand', async () => {
    const learner = asUser();
    const { id } = await buildConversation(learner);
    await service.rows((db) =>
      db.query(
        `INSERT INTO conversations (id, person_id, topic, title, messages, created_at, last_message_at, version)
         SELECT gen_random_uuid(), person_id, topic, title, messages, created_at, last_message_at, version
         FROM conversations, generate_series(1, 999) WHERE id = $1`,
        [id],
      ),
    );
    expect(toCode(await start(learner, { at: 'help' }))).toEqual([409, 'conversation.too_many']);
  });
});

describe('PATCH and DELETE /chat/conversations/:conversationId', () => {
  const rename = (as: TestActor, conversationId: string, title: string, headers = {}) =>
    service.call(contract.renameConversation, { as, params: { conversationId }, body: { title }, headers });
  const remove = (as: TestActor, conversationId: string, headers = {}) =>
    service.call(contract.deleteConversation, { as, params: { conversationId }, headers });
  const stale = { 'if-match': '"7"' };

  it('change what was read, and nothing of others', async () => {
    const learner = asUser();
    const { id } = await buildConversation(learner);
    expect((await rename(learner, id, 'Иначе')).body).toMatchObject({ title: 'Иначе', version: 2 });
    expect(toCode(await rename(learner, id, 'Ещё', stale))).toEqual([412, 'precondition.failed']);
    expect(toCode(await remove(learner, id, stale))).toEqual([412, 'precondition.failed']);
    expect(toCode(await rename(asUser(), id, 'Чужое'))).toEqual([404, 'conversation.not_found']);
    expect(toCode(await remove(asUser(), id))).toEqual([404, 'conversation.not_found']);
    expect((await rename(learner, id, '')).status).toBe(400);
    const { body } = await service.call(contract.getConversation, { as: learner, params: { conversationId: id } });
    expect(body.title).toBe('Иначе');
  });

  it('delete all that was said, and tell who follows', async () => {
    const learner = asUser();
    const conversation = await buildConversation(learner);
    const message = await buildMessage(conversation);
    expect((await remove(learner, conversation.id)).status).toBe(204);
    expect(await service.rows((db) => db.findOneBy(MessageEntity, { id: message.id }))).toBeNull();
    const [job] = (await service.outbox('chatbot.announce-event')).filter(
      ({ payload }) => payload['conversationId'] === conversation.id,
    );
    expect(job?.payload).toMatchObject({ event: { type: 'closed' } });
  });

  it('have an answer stopped that is being written', async () => {
    const learner = asUser();
    const conversation = await buildConversation(learner);
    const answer = await buildMessage(conversation, { author: 'tutor', status: 'writing', endedAt: null });
    await service.runJobs();
    expect((await remove(learner, conversation.id)).status).toBe(204);
    const [job] = await service.outbox('chatbot.abandon-answers');
    expect(job?.payload).toEqual({ answers: [{ id: answer.id, request: null }] });
    expect((await service.runJobs()).map(({ error }) => error)).toEqual([undefined, undefined]);
  });
});
