import { randomUUID } from 'node:crypto';
import * as contract from '@lyceum/contracts/chatbot/hint-ladder';
import type { TestActor } from '@lyceum/testing/actors';
import { buildConversation } from '../../../test/build-conversation.ts';
import { buildCourse } from '../../../test/build-course.ts';
import { buildHintLadder } from '../../../test/build-hint-ladder.ts';
import { buildTalk } from '../../../test/build-talk.ts';
import { service } from '../../../test/chatbot-service.ts';
import { holdRow } from '../../../test/hold-row.ts';
import { liftLimits } from '../../../test/lift-limits.ts';
import { MessageEntity, type MessageRow } from '../../conversing/message/message.entity.ts';
import { HintLadderEntity } from './hint-ladder.entity.ts';

const moment = '2026-11-20T10:00:00.000Z';
beforeAll(() => liftLimits());
beforeEach(() => service.clock.set(new Date(moment)));
afterAll(() => service.clock.reset());

const task = 'Чем дефект отличается от сбоя? Объясните на примере.';
const start = (as: TestActor, conversationId: string) =>
  service.call(contract.startHintLadder, { as, params: { conversationId }, body: { task } });
const take = (as: TestActor, ladderId: string, headers = {}) =>
  service.call(contract.takeHint, { as, params: { ladderId }, headers });
const tryOut = (as: TestActor, ladderId: string, text: string) =>
  service.call(contract.addAttempt, { as, params: { ladderId }, body: { text } });
const finish = (as: TestActor, ladderId: string, solved?: boolean) =>
  service.call(contract.endHintLadder, { as, params: { ladderId }, body: { ...(solved !== undefined && { solved }) } });
const get = (as: TestActor, ladderId: string) => service.call(contract.getHintLadder, { as, params: { ladderId } });
const list = (as: TestActor, conversationId: string) =>
  service.call(contract.listHintLadders, { as, params: { conversationId } });

const toCode = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code];

const listMessages = (conversationId: string): Promise<MessageRow[]> =>
  service.rows((db) => db.find(MessageEntity, { where: { conversationId }, order: { id: 'ASC' } }));

/** The tutor has written what it was asked for. */
const writeAnswers = (conversationId: string) =>
  service.rows((db) => db.update(MessageEntity, { conversationId, status: 'queued' }, { status: 'finished' }));

describe('POST /chat/conversations/:conversationId/hint-ladders', () => {
  it('answers 201 with a ladder whose first hint is free', async () => {
    const { learner, conversation } = await buildTalk();
    const { status, body } = await start(learner, conversation.id);
    expect(status).toBe(201);
    expect(body).toEqual({
      ...{ id: expect.any(String), conversationId: conversation.id, task, rung: 0, attempts: 0, nextRung: 1 },
      ...{ attemptNeeded: false, status: 'open', createdAt: moment },
    });
  });

  it('answers 409 while another is open, also when many ask at once', async () => {
    const { learner, conversation } = await buildTalk();
    const answers = await Promise.all(Array.from({ length: 10 }, () => start(learner, conversation.id)));
    const [begun, ...others] = answers.toSorted((one, other) => one.status - other.status);
    expect(begun?.status).toBe(201);
    expect(others.map(toCode)).toEqual(others.map(() => [409, 'hint_ladder.already_open']));
    await finish(learner, begun?.body.id);
    expect((await start(learner, conversation.id)).status).toBe(201);
  });

  it('answers 409 when the conversation has very many', async () => {
    const { learner, conversation } = await buildTalk();
    const ladders = Array.from({ length: 100 }, () => ({ ...toRow(learner, conversation.id), id: randomUUID() }));
    await service.rows((db) => db.insert(HintLadderEntity, ladders));
    expect(toCode(await start(learner, conversation.id))).toEqual([409, 'hint_ladder.too_many']);
  });

  it('answers 422 in a conversation about help, and 404 in that of somebody else', async () => {
    const { learner, conversation } = await buildTalk();
    const help = await buildConversation(learner);
    expect(toCode(await start(learner, help.id))).toEqual([422, 'hint_ladder.without_course']);
    const other = (await buildCourse()).learner;
    expect(toCode(await start(other, conversation.id))).toEqual([404, 'conversation.not_found']);
  });

  it('answers 400 to an empty task', async () => {
    const { learner, conversation } = await buildTalk();
    const params = { conversationId: conversation.id };
    expect((await service.call(contract.startHintLadder, { as: learner, params, body: { task: ' ' } })).status).toBe(400);
  });

  it('answers as the gate does: a locked lesson, an open quiz, a course that is gone', async () => {
    const locked = await buildTalk();
    locked.closeLesson();
    const { status, body } = await start(locked.learner, locked.conversation.id);
    expect([status, body.code, body.reason.code]).toEqual([403, 'lesson.locked', 'opens-later']);

    const quizzed = await buildTalk();
    quizzed.beginQuiz();
    expect(toCode(await start(quizzed.learner, quizzed.conversation.id))).toEqual([409, 'tutor.quiz_open']);

    const { learner } = quizzed;
    const courseId = randomUUID();
    const gone = await buildConversation(learner, { topic: { at: 'course', courseId } });
    expect(toCode(await start(learner, gone.id))).toEqual([404, 'course.not_found']);

    const moved = await buildCourse();
    const topic = { at: 'lesson' as const, courseId: moved.courseId, lessonId: randomUUID() };
    const lost = await buildConversation(moved.learner, { topic });
    expect(toCode(await start(moved.learner, lost.id))).toEqual([404, 'lesson.not_found']);
  });
});

const toRow = ({ id: personId }: TestActor, conversationId: string) => ({
  ...{ id: randomUUID(), conversationId, personId, task, rung: 0, attempts: [], status: 'ended' as const },
  createdAt: new Date(moment),
});

describe('POST /chat/hint-ladders/:ladderId/hints', () => {
  it('answers 202 with the first hint, queued with what the tutor needs', async () => {
    const { learner, conversation } = await buildTalk();
    const ladder = await buildHintLadder(learner, conversation.id, { task });
    const { status, body } = await take(learner, ladder.id);
    expect([status, body.ladder]).toEqual([202, expect.objectContaining({ rung: 1, nextRung: 2, attemptNeeded: true })]);
    expect(body.question).toMatchObject({ author: 'learner', mode: 'hint', text: 'Hint 1', status: 'finished' });
    expect(body.answer).toMatchObject({ author: 'tutor', mode: 'hint', text: '', status: 'queued', replyTo: body.question.id });
    const [, answer] = await listMessages(conversation.id);
    expect(answer?.request).toMatchObject({ question: task, hint: { ladderId: ladder.id, rung: 1, task, attempts: [] } });
    const jobs = await service.outbox('chatbot.answer-question');
    expect(jobs.map(({ payload }) => payload['messageId'])).toContain(body.answer.id);
  });

  it('climbs to the worked example, each rung after an attempt, and no further', async () => {
    const { learner, conversation } = await buildTalk();
    const { id } = await buildHintLadder(learner, conversation.id, { task });
    const attempts: string[] = [];
    for (const rung of [1, 2, 3, 4]) {
      if (rung > 1) {
        expect(toCode(await take(learner, id))).toEqual([409, 'hint_ladder.attempt_needed']);
        attempts.push(`попытка номер ${rung}`);
        expect((await tryOut(learner, id, `попытка номер ${rung}`)).body).toMatchObject({ attemptNeeded: false, nextRung: rung });
      }
      const { body } = await take(learner, id, { 'accept-language': 'ru' });
      expect(body.question.text).toBe(rung === 4 ? 'Разобранный пример' : `Подсказка ${rung}`);
      const answer = (await listMessages(conversation.id)).at(-1);
      expect(answer?.request?.hint).toEqual({ ladderId: id, rung, task, attempts });
      await writeAnswers(conversation.id);
    }
    await tryOut(learner, id, 'вышло 42');
    expect((await get(learner, id)).body).toMatchObject({ rung: 4, nextRung: null, attemptNeeded: false, attempts: 4 });
    expect(toCode(await take(learner, id))).toEqual([409, 'hint_ladder.at_top']);
  });

  it('gives one rung to 20 who ask at once', async () => {
    const { learner, conversation } = await buildTalk();
    const { id } = await buildHintLadder(learner, conversation.id, { task });
    for (const rung of [1, 2]) {
      const answers = await holdRow(HintLadderEntity, id, () => Promise.all(Array.from({ length: 20 }, () => take(learner, id))));
      expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
      const refused = answers.filter(({ status }) => status !== 202);
      expect(refused.map(toCode)).toEqual(refused.map(() => [409, 'hint_ladder.attempt_needed']));
      expect((await get(learner, id)).body.rung).toBe(rung);
      await writeAnswers(conversation.id);
      await tryOut(learner, id, `попытка ${rung}`);
    }
    expect(await listMessages(conversation.id)).toHaveLength(4);
  });

  it('takes no rung while the tutor still answers', async () => {
    const { learner, conversation } = await buildTalk();
    const { id } = await buildHintLadder(learner, conversation.id, { task });
    await take(learner, id);
    await tryOut(learner, id, 'попытка 1');
    expect(toCode(await take(learner, id))).toEqual([409, 'tutor_message.answer_pending']);
    expect((await get(learner, id)).body).toMatchObject({ rung: 1, attemptNeeded: false });
  });

  it('does not let the client say which rung', async () => {
    const { learner, conversation } = await buildTalk();
    const { id } = await buildHintLadder(learner, conversation.id, { task });
    const token = service.token(learner);
    const address = `/api/v1/chat/hint-ladders/${id}/hints`;
    await service.http.post(address).set('authorization', `Bearer ${token}`).send({ rung: 4 });
    expect((await get(learner, id)).body.rung).toBeLessThan(2);
  });

  it('answers 409 of a ladder that has ended', async () => {
    const { learner, conversation } = await buildTalk();
    const { id } = await buildHintLadder(learner, conversation.id, { status: 'solved' });
    expect(toCode(await take(learner, id))).toEqual([409, 'hint_ladder.ended']);
  });
});

describe('POST /chat/hint-ladders/:ladderId/attempts', () => {
  it('answers 201 and unlocks the next hint', async () => {
    const { learner, conversation } = await buildTalk();
    const { id } = await buildHintLadder(learner, conversation.id, { rung: 1 });
    const { status, body } = await tryOut(learner, id, 'дефект сидит в коде');
    expect([status, body]).toEqual([201, expect.objectContaining({ attempts: 1, attemptNeeded: false, nextRung: 2 })]);
  });

  it('answers 422 to what is none, says why and unlocks nothing', async () => {
    const { learner, conversation } = await buildTalk();
    const { id } = await buildHintLadder(learner, conversation.id, { task, rung: 1 });
    for (const [text, reason] of [
      ['не знаю', 'gives-up'],
      [task, 'task-repeated'],
      ['ну дефект', 'too-short'],
    ] as const) {
      const { status, body } = await tryOut(learner, id, text);
      expect([status, body.code, body.reason.code]).toEqual([422, 'hint_ladder.no_attempt', reason]);
      expect(body.detail).toEqual(expect.any(String));
    }
    await tryOut(learner, id, 'дефект сидит в коде');
    expect((await tryOut(learner, id, 'Дефект сидит в коде!')).body.reason.code).toBe('repeated');
    expect((await get(learner, id)).body.attempts).toBe(1);
  });

  it('answers 409 when there are very many, or the ladder has ended', async () => {
    const { learner, conversation } = await buildTalk();
    const attempts = Array.from({ length: 50 }, (_, index) => ({ text: `${index}`, rung: 1, madeAt: moment }));
    const { id } = await buildHintLadder(learner, conversation.id, { rung: 1, attempts });
    expect(toCode(await tryOut(learner, id, 'вышло 42'))).toEqual([409, 'hint_ladder.too_many_attempts']);
    await finish(learner, id);
    expect(toCode(await tryOut(learner, id, 'вышло 42'))).toEqual([409, 'hint_ladder.ended']);
  });

  it('answers 400 to an empty text', async () => {
    const { learner, conversation } = await buildTalk();
    const { id } = await buildHintLadder(learner, conversation.id);
    expect((await tryOut(learner, id, '')).status).toBe(400);
  });
});

describe('a ladder', () => {
  it('is listed to its owner, the newest first', async () => {
    const { learner, conversation } = await buildTalk();
    const older = await buildHintLadder(learner, conversation.id, { status: 'ended' });
    service.clock.set(new Date('2026-11-20T11:00:00.000Z'));
    const newer = await buildHintLadder(learner, conversation.id);
    const { status, body } = await list(learner, conversation.id);
    expect([status, body.items.map(({ id }: { id: string }) => id)]).toEqual([200, [newer.id, older.id]]);
    expect(toCode(await list(learner, randomUUID()))).toEqual([404, 'conversation.not_found']);
  });

  it('ends once, solved or given up, and may be read when its lesson is closed', async () => {
    const { learner, conversation, closeLesson } = await buildTalk();
    const { id } = await buildHintLadder(learner, conversation.id);
    closeLesson();
    const { status, body } = await finish(learner, id, true);
    expect([status, body.status, body.nextRung]).toEqual([200, 'solved', null]);
    expect((await finish(learner, id, false)).body.status).toBe('solved');
    expect((await get(learner, id)).body.status).toBe('solved');
  });

  it('is not there for anybody else', async () => {
    const { learner, conversation } = await buildTalk();
    const { id } = await buildHintLadder(learner, conversation.id);
    const other = (await buildCourse()).learner;
    for (const answer of [get(other, id), take(other, id), tryOut(other, id, 'вышло 42'), finish(other, id)])
      expect(toCode(await answer)).toEqual([404, 'hint_ladder.not_found']);
  });

  it('gives no hint and takes no attempt when its lesson is closed or a quiz is open', async () => {
    const { learner, conversation, beginQuiz, closeLesson } = await buildTalk();
    const { id } = await buildHintLadder(learner, conversation.id);
    beginQuiz();
    expect(toCode(await take(learner, id))).toEqual([409, 'tutor.quiz_open']);
    expect(toCode(await tryOut(learner, id, 'вышло 42'))).toEqual([409, 'tutor.quiz_open']);
    closeLesson();
    expect(toCode(await take(learner, id))).toEqual([403, 'lesson.locked']);
    expect(toCode(await tryOut(learner, id, 'вышло 42'))).toEqual([403, 'lesson.locked']);
    expect((await get(learner, id)).body).toMatchObject({ rung: 0, attempts: 0 });
  });
});
