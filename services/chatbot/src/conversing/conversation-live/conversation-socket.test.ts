import { createSocketTicket } from '@lyceum/contracts/chatbot/conversation-live';
import { replyToLearner, unshareConversation } from '@lyceum/contracts/chatbot/shared-conversation';
import { asUser, type TestActor } from '@lyceum/testing/actors';
import { openSocket, type TestSocket, tryHandshake } from '@lyceum/testing/web-socket';
import { buildConversation } from '../../../test/build-conversation.ts';
import { knowPerson } from '../../../test/build-message.ts';
import { buildTaughtCourse } from '../../../test/build-taught-course.ts';
import { service } from '../../../test/chatbot-service.ts';
import { follow } from '../../../test/follow.ts';

const sockets: TestSocket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) await socket.leave();
});

async function issue(as: TestActor, conversationId: string): Promise<string> {
  const { body } = await service.call(createSocketTicket, { as, params: { conversationId } });
  // The gateway turns the space of the path into a header.
  return service.url + body.path.replace(/^\/s\/main/, '');
}

async function open(as: TestActor, conversationId: string): Promise<TestSocket> {
  const socket = await openSocket(await issue(as, conversationId));
  sockets.push(socket);
  expect(await socket.next()).toEqual({ type: 'ready' });
  return socket;
}

async function buildShared() {
  const course = await buildTaughtCourse();
  await knowPerson(course.teacher, 'Анна');
  const topic = { at: 'course', courseId: course.courseId } as const;
  return { ...(await buildConversation(course.learner, { topic, sharedAt: service.clock.now() })), ...course };
}

const typing = { type: 'typing' };

describe('the WebSocket of a conversation', () => {
  it('tells both sides that the other types, and what else happens', async () => {
    const { id, learner, teacher } = await buildShared();
    const ofLearner = await open(learner, id);
    const ofTeacher = await open(teacher, id);
    expect(await ofLearner.next()).toEqual({ type: 'joined', name: 'Анна' });
    ofLearner.send(typing);
    expect(await ofTeacher.next()).toEqual({ type: 'typing', author: 'learner', name: null });
    ofTeacher.send(typing);
    expect(await ofLearner.next()).toEqual({ type: 'typing', author: 'teacher', name: 'Анна' });
    const params = { conversationId: id };
    const { body } = await service.call(replyToLearner, { as: teacher, params, body: { text: 'Верно.' } });
    await service.runJobs();
    expect(await ofLearner.next()).toEqual({ type: 'message', messageId: body.id, author: 'teacher' });
    await ofTeacher.leave();
    expect(await ofLearner.next()).toEqual({ type: 'left', name: 'Анна' });
  });

  it('tells who follows by events the same', async () => {
    const { id, learner, teacher } = await buildShared();
    const events = await follow(learner, id);
    await events.next();
    const ofTeacher = await open(teacher, id);
    expect((await events.next())?.data).toMatchObject({ type: 'joined' });
    ofTeacher.send(typing);
    expect((await events.next())?.data).toMatchObject({ type: 'typing', author: 'teacher' });
    await events.leave();
  });

  it('closes for a teacher as soon as it is not shared, and takes no word of theirs any more', async () => {
    const { id, learner, teacher } = await buildShared();
    const [idle, typed] = [await open(teacher, id), await open(teacher, id)];
    await service.call(unshareConversation, { as: learner, params: { conversationId: id } });
    typed.send(typing);
    expect(await typed.closed).toEqual({ code: 1008, reason: 'conversation.not_found' });
    await service.runJobs();
    expect(await idle.next()).toEqual({ type: 'closed' });
    expect(await idle.closed).toMatchObject({ code: 1000 });
  });

  it('is opened by no ticket that was given before the conversation was shared no more', async () => {
    const { id, learner, teacher } = await buildShared();
    const url = await issue(teacher, id);
    await service.call(unshareConversation, { as: learner, params: { conversationId: id } });
    expect(await tryHandshake(url)).toMatchObject({ status: 404, body: { code: 'conversation.not_found' } });
    const { id: other } = await buildConversation(asUser());
    expect(await tryHandshake((await issue(learner, id)).replace(id, other))).toMatchObject({ status: 401 });
  });

  it('closes on anything else than typing', async () => {
    const { id, learner } = await buildShared();
    const socket = await open(learner, id);
    socket.send({ type: 'message', text: 'x' });
    expect(await socket.closed).toMatchObject({ code: 1008 });
  });
});
