import { randomUUID } from 'node:crypto';
import { deleteConversation } from '@lyceum/contracts/chatbot/conversation';
import { createSocketTicket } from '@lyceum/contracts/chatbot/conversation-live';
import { replyToLearner, unshareConversation } from '@lyceum/contracts/chatbot/shared-conversation';
import { asUser, type TestActor } from '@lyceum/testing/actors';
import { buildConversation } from '../../../test/build-conversation.ts';
import { knowPerson } from '../../../test/build-message.ts';
import { buildTaughtCourse } from '../../../test/build-taught-course.ts';
import { neighbours, service } from '../../../test/chatbot-service.ts';
import { follow, type TestFollower } from '../../../test/follow.ts';

const followers: TestFollower[] = [];
afterEach(async () => {
  for (const follower of followers.splice(0)) await follower.leave();
  service.clock.reset();
});

async function open(as: TestActor, conversationId: string, lastEventId?: string): Promise<TestFollower> {
  const follower = await follow(as, conversationId, lastEventId);
  followers.push(follower);
  return follower;
}

async function buildShared() {
  const course = await buildTaughtCourse();
  await knowPerson(course.teacher, 'Анна');
  const topic = { at: 'course', courseId: course.courseId } as const;
  return { ...(await buildConversation(course.learner, { topic, sharedAt: service.clock.now() })), ...course };
}

async function reply(as: TestActor, conversationId: string): Promise<string> {
  const { body } = await service.call(replyToLearner, { as, params: { conversationId }, body: { text: 'Верно.' } });
  await service.runJobs();
  return body.id;
}

const next = async (follower: TestFollower) => (await follower.next())?.data;

describe('GET /chat/conversations/:conversationId/events', () => {
  it('tells the learner who joins, writes and leaves', async () => {
    const { id, learner, teacher } = await buildShared();
    const ofLearner = await open(learner, id);
    expect(await next(ofLearner)).toEqual({ type: 'ready' });
    const ofTeacher = await open(teacher, id);
    expect(await next(ofTeacher)).toEqual({ type: 'ready' });
    expect(await next(ofLearner)).toEqual({ type: 'joined', name: 'Анна' });
    const messageId = await reply(teacher, id);
    expect(await next(ofLearner)).toEqual({ type: 'message', messageId, author: 'teacher' });
    await ofTeacher.leave();
    expect(await next(ofLearner)).toEqual({ type: 'left', name: 'Анна' });
  });

  it('goes on after the last event a client has, and begins anew when that is gone', async () => {
    const { id, learner, teacher } = await buildShared();
    const first = await open(learner, id);
    await first.next();
    const messageIds = [await reply(teacher, id), await reply(teacher, id), await reply(teacher, id)];
    const seen = await first.next();
    await first.leave();
    const again = await open(learner, id, seen?.id);
    for (const messageId of messageIds.slice(1)) expect(await next(again)).toMatchObject({ type: 'message', messageId });
    for (const unknown of ['1-1', 'x']) expect(await next(await open(learner, id, unknown))).toEqual({ type: 'ready' });
  });

  it('ends for a teacher when it is not shared any more, before anything else is told', async () => {
    const { id, learner, teacher } = await buildShared();
    const [ofLearner, ofTeacher] = [await open(learner, id), await open(teacher, id)];
    await ofTeacher.next();
    await service.call(unshareConversation, { as: learner, params: { conversationId: id } });
    await service.runJobs();
    expect(await next(ofTeacher)).toEqual({ type: 'closed' });
    expect(await ofTeacher.next()).toBeUndefined();
    expect(await next(ofLearner)).toEqual({ type: 'ready' });
    expect(await next(ofLearner)).toMatchObject({ type: 'joined' });
    expect(await next(ofLearner)).toMatchObject({ type: 'left' });
    expect((await open(teacher, id)).status).toBe(404);
  });

  it('ends for who teaches no more', async () => {
    const { id, teacher, courseId, study } = await buildShared();
    const other = asUser();
    const ofTeacher = await open(teacher, id);
    await ofTeacher.next();
    neighbours.studies.set(courseId, (asker) => ({ ...study, teaches: asker.id === other.id }));
    service.clock.advance(31_000);
    await reply(other, id);
    expect(await next(ofTeacher)).toEqual({ type: 'closed' });
  });

  it('ends for all when it is deleted', async () => {
    const { id, learner } = await buildShared();
    const ofLearner = await open(learner, id);
    await ofLearner.next();
    await service.call(deleteConversation, { as: learner, params: { conversationId: id } });
    await service.runJobs();
    expect(await next(ofLearner)).toEqual({ type: 'closed' });
    expect(await ofLearner.next()).toBeUndefined();
  });

  it('is there for nobody else', async () => {
    const { id, courseId, learner, teacher } = await buildShared();
    const own = await buildConversation(learner, { topic: { at: 'course', courseId } });
    expect((await open(asUser(), id)).status).toBe(404);
    expect((await open(teacher, own.id)).status).toBe(404);
    expect((await open(learner, randomUUID())).status).toBe(404);
    expect((await open({ ...learner, space: 'elsewhere' }, id)).status).toBe(404);
  });
});

describe('POST /chat/conversations/:conversationId/socket-tickets', () => {
  const ask = (as: TestActor, conversationId: string) => service.call(createSocketTicket, { as, params: { conversationId } });

  it('gives another one each time to the learner and to who teaches', async () => {
    const { id, learner, teacher } = await buildShared();
    const tickets = [await ask(learner, id), await ask(learner, id), await ask(teacher, id)];
    expect(tickets.map(({ status }) => status)).toEqual([201, 201, 201]);
    const address = new RegExp(`^/s/main/api/v1/chat/conversations/${id}/live\\?ticket=[\\w-]{43}$`);
    for (const { body } of tickets) expect(body.path).toMatch(address);
    expect(new Set(tickets.map(({ body }) => body.path)).size).toBe(3);
  });

  it('gives none to anybody else', async () => {
    const { id, learner, teacher } = await buildShared();
    await service.call(unshareConversation, { as: learner, params: { conversationId: id } });
    for (const other of [teacher, asUser()]) {
      const { status, body } = await ask(other, id);
      expect([status, body.code]).toEqual([404, 'conversation.not_found']);
    }
  });
});
