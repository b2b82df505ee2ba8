import { randomUUID } from 'node:crypto';
import { getMessage, regenerateAnswer, stopAnswer } from '@lyceum/contracts/chatbot/message';
import { asUser } from '@lyceum/testing/actors';
import { eventually } from '@lyceum/testing/eventually';
import { ask, askAndRead, buildDesk, hear, openStream, readMessage } from '../../../test/ask.ts';
import { openAiSchool, sayAndCite, stopDoubles } from '../../../test/build-school.ts';
import { neighbours, service } from '../../../test/chatbot-service.ts';
import { MessageEntity } from '../../conversing/message/message.entity.ts';

afterAll(stopDoubles);

const locked = { versionId: null, lock: { code: 'enrolment-ended', message: 'Закрыт' } };
const attempt = { lessonId: randomUUID(), title: 'Тест', deadlineAt: null };

describe('POST /chat/conversations/:conversationId/messages', () => {
  it('queues an answer and gives it with its question', async () => {
    const desk = await buildDesk();
    const { status, body } = await ask(desk, { text: 'Где дефект?' });
    expect(status).toBe(202);
    expect(body.question).toMatchObject({ author: 'learner', text: 'Где дефект?', status: 'finished' });
    expect(body.answer).toMatchObject({ author: 'tutor', text: '', status: 'queued', replyTo: body.question.id });
    expect((await service.outbox('chatbot.answer-question')).map(({ payload }) => payload)).toContainEqual({
      messageId: body.answer.id,
    });
  });

  it('has a version read that no event has brought', async () => {
    const desk = await buildDesk();
    const versionId = randomUUID();
    Object.assign(desk.course.study.lessons[0] ?? {}, { versionId });
    expect((await ask(desk)).status).toBe(202);
    const read = await service.outbox('chatbot.index-version');
    expect(read.map(({ payload }) => payload['versionId'])).toContain(versionId);
  });

  it('answers 409 while an answer is pending, also to two questions at once', async () => {
    const desk = await buildDesk();
    const answers = await Promise.all([ask(desk), ask(desk), ask(desk)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([202, 409, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('tutor_message.answer_pending');
  });

  it('answers 422 to a question without words, except where the mode says all', async () => {
    const desk = await buildDesk();
    expect((await ask(desk, { text: ' ' })).body.code).toBe('tutor.question_empty');
    expect((await ask(desk, { text: '', mode: 'translate' })).status).toBe(422);
    const summary = await ask(desk, { text: '', mode: 'summarise' });
    expect(summary.body.question.text).toBe('Summarise the lesson');
  });

  it('answers 403 to a lesson that is locked, with the reason', async () => {
    const desk = await buildDesk();
    Object.assign(desk.course.study.lessons[0] ?? {}, locked);
    expect((await ask(desk)).body).toMatchObject({ status: 403, code: 'lesson.locked', reason: { code: 'enrolment-ended' } });
  });

  it('answers 409 while the learner takes a quiz of the course', async () => {
    const desk = await buildDesk();
    Object.assign(desk.course.study, { attempt });
    expect((await ask(desk)).body).toMatchObject({ status: 409, code: 'tutor.quiz_open', reason: { title: 'Тест' } });
  });

  it('answers 404 to a course and a lesson that are gone', async () => {
    const desk = await buildDesk();
    desk.course.study.lessons.splice(0);
    expect((await ask(desk)).body.code).toBe('lesson.not_found');
    neighbours.studies.delete(desk.course.courseId);
    expect((await ask(desk)).body.code).toBe('course.not_found');
  });

  it('answers 404 to a passage that is not open, and takes one that is', async () => {
    const desk = await buildDesk();
    const other = await buildDesk();
    const passageId = other.course.lessons[0]?.passageIds[0] ?? '';
    expect((await ask(desk, { passageId })).body.code).toBe('passage.not_found');
    expect((await ask(other, { passageId })).status).toBe(202);
  });

  it('answers 503 while courses does not', async () => {
    const desk = await buildDesk();
    neighbours.status = 500;
    expect((await ask(desk)).status).toBe(503);
  });

  it('answers 400 to what is too long, and 404 in the conversation of somebody else', async () => {
    const desk = await buildDesk();
    expect((await ask(desk, { text: 'а'.repeat(4001) })).status).toBe(400);
    expect((await ask({ ...desk, learner: asUser() })).body.code).toBe('conversation.not_found');
  });

  it('looks for quoted words in the lesson, and shows them with the question', async () => {
    const desk = await buildDesk();
    const { body } = await ask(desk, { text: 'Почему?', quote: 'сбой видит ПОЛЬЗОВАТЕЛЬ' });
    expect(body.question.text).toBe('Почему?\n\n> сбой видит ПОЛЬЗОВАТЕЛЬ');
    const row = await service.rows((db) => db.findOneByOrFail(MessageEntity, { id: body.answer.id }));
    expect(row.request).toMatchObject({ passageId: desk.course.lessons[0]?.passageIds[0], quote: 'сбой видит пользователь' });
  });
});

describe('GET /chat/messages/:messageId', () => {
  it('gives the text as far as it is written', async () => {
    const school = await openAiSchool({ answer: sayAndCite('Дефект остаётся в коде. '.repeat(4)) });
    school.double.next({ mode: 'stall' });
    const desk = await buildDesk(school.space);
    const { body } = await ask(desk);
    const writing = service.runJobs();
    const begun = await eventually(
      () => readMessage(desk, body.answer.id),
      ({ text }) => text !== '',
    );
    expect(begun).toMatchObject({ status: 'writing', text: expect.stringMatching(/^Дефект/) });
    await writing;
  });

  it('does not show the message of a stranger', async () => {
    const desk = await buildDesk();
    const { body } = await ask(desk);
    for (const endpoint of [getMessage, stopAnswer, regenerateAnswer]) {
      const answer = await service.call(endpoint, { as: asUser(), params: { messageId: body.answer.id } });
      expect([answer.status, answer.body.code]).toEqual([404, 'tutor_message.not_found']);
    }
    expect((await openStream(asUser(), body.answer.id)).status).toBe(404);
  });

  it('keeps an answer back while a lesson it was made from is not open', async () => {
    const school = await openAiSchool({ answer: sayAndCite('В коде') });
    const desk = await buildDesk(school.space);
    const answer = await askAndRead(desk);
    expect(answer).toMatchObject({ outcome: 'answered', withheld: false });
    Object.assign(desk.course.study.lessons[0] ?? {}, locked);
    expect(await readMessage(desk, answer.id)).toMatchObject({ withheld: true, text: '', citations: [] });
    expect((await hear(openStream(desk.learner, answer.id))).end).toMatchObject({ withheld: true, text: '' });
  });

  it('marks an answer as interrupted whose writer has gone, once and with what is there', async () => {
    const desk = await buildDesk();
    const { body } = await ask(desk);
    await service.rows((db) => db.update(MessageEntity, { id: body.answer.id }, { status: 'writing' }));
    const seen = await Promise.all([1, 2, 3].map(() => readMessage(desk, body.answer.id)));
    for (const one of seen) expect(one).toMatchObject({ status: 'interrupted', text: '', notice: expect.any(String) });
    await service.runJobs();
    expect(await readMessage(desk, body.answer.id)).toMatchObject({ status: 'interrupted' });
  });
});

describe('GET /chat/messages/:messageId/events', () => {
  it('gives the answer as it is written, each entry once however often the client comes again', async () => {
    const school = await openAiSchool({ answer: sayAndCite('Дефект остаётся в коде, пока его не исправят. '.repeat(2)) });
    const desk = await buildDesk(school.space);
    const { body } = await ask(desk);
    const first = hear(openStream(desk.learner, body.answer.id), 2);
    const whole = hear(openStream(desk.learner, body.answer.id));
    await service.runJobs();
    const begun = await first;
    const { end, text, ids } = await whole;
    expect(end).toMatchObject({ status: 'finished', outcome: 'answered', citations: [{ number: 1 }] });
    expect(end?.text).toBe(text.trim());
    expect(ids.slice(0, 2)).toEqual(begun.ids);
    const finished = await hear(openStream(desk.learner, body.answer.id, begun.ids[1]));
    expect(finished).toMatchObject({ ids: ['end-1'], end: { text: text.trim() } });
    expect((await openStream(desk.learner, body.answer.id, 'end-1')).status).toBe(204);
  });

  it('goes on behind the last entry while the answer is written', async () => {
    const school = await openAiSchool({ answer: sayAndCite('Дефект остаётся в коде, пока его не исправят. '.repeat(2)) });
    const desk = await buildDesk(school.space);
    const { body } = await ask(desk);
    school.double.next({ mode: 'stall' });
    const running = service.runJobs();
    const begun = await hear(openStream(desk.learner, body.answer.id), 3);
    const rest = await hear(openStream(desk.learner, body.answer.id, begun.ids[2]));
    await running;
    expect(rest.end).toMatchObject({ status: 'failed', failure: 'stalled' });
    expect((begun.text + rest.text).trim()).toBe(rest.end?.text);
  });

  it('ends by itself when the writer has died', async () => {
    const desk = await buildDesk();
    const { body } = await ask(desk);
    const heard = hear(openStream(desk.learner, body.answer.id));
    await service.rows((db) => db.update(MessageEntity, { id: body.answer.id }, { status: 'writing' }));
    expect((await heard).end).toMatchObject({ status: 'interrupted' });
  });
});

describe('POST /chat/messages/:messageId/stop', () => {
  it('ends the call of the model, and keeps what is there', async () => {
    const school = await openAiSchool({ answer: sayAndCite('Дефект остаётся в коде. '.repeat(4)) });
    school.double.next({ mode: 'stall' });
    const desk = await buildDesk(school.space);
    const { body } = await ask(desk);
    const running = service.runJobs();
    const begun = await hear(openStream(desk.learner, body.answer.id), 2);
    const { body: stopped } = await service.call(stopAnswer, { as: desk.learner, params: { messageId: body.answer.id } });
    expect(stopped).toMatchObject({ status: 'stopped', text: expect.stringContaining(begun.text.trim()) });
    await running;
    await school.double.idle();
    expect(school.double.requests.map(({ aborted }) => aborted)).toEqual([true]);
    expect(await readMessage(desk, body.answer.id)).toEqual(stopped);
    const again = await service.call(stopAnswer, { as: desk.learner, params: { messageId: body.answer.id } });
    expect(again.body).toEqual(stopped);
  });

  it('stops an answer before it is begun, and no model is asked', async () => {
    const school = await openAiSchool();
    const desk = await buildDesk(school.space);
    const { body } = await ask(desk);
    await service.call(stopAnswer, { as: desk.learner, params: { messageId: body.answer.id } });
    await service.runJobs();
    expect(await readMessage(desk, body.answer.id)).toMatchObject({ status: 'stopped', text: '' });
    expect(school.double.count()).toBe(0);
  });
});

describe('POST /chat/messages/:messageId/regenerate', () => {
  const regenerate = (desk: Awaited<ReturnType<typeof buildDesk>>, messageId: string) =>
    service.call(regenerateAnswer, { as: desk.learner, params: { messageId } });

  it('has the last answer written anew in its place, with a stream of its own', async () => {
    const school = await openAiSchool({ answer: sayAndCite('Первый') });
    const desk = await buildDesk(school.space);
    const first = await askAndRead(desk);
    school.double.answerWith(sayAndCite('Второй'));
    const { status, body } = await regenerate(desk, first.id);
    expect([status, body.status, body.text]).toEqual([202, 'queued', '']);
    expect((await regenerate(desk, first.id)).body.code).toBe('tutor_message.answer_pending');
    const heard = hear(openStream(desk.learner, first.id, 'end-1'));
    await service.runJobs();
    expect(await heard).toMatchObject({ text: 'Второй [^1].', end: { id: first.id, text: 'Второй [^1].', citations: [{}] } });
  });

  it('answers 409 to another than the last answer, and to a question', async () => {
    const desk = await buildDesk();
    const first = await askAndRead(desk);
    await askAndRead(desk);
    expect((await regenerate(desk, first.id)).body.code).toBe('tutor_message.not_last');
    expect((await regenerate(desk, first.replyTo ?? '')).body.code).toBe('tutor_message.not_last');
  });

  it('answers 409 while the learner takes a quiz of the course, and when the lesson is locked', async () => {
    const desk = await buildDesk();
    const { id } = await askAndRead(desk);
    Object.assign(desk.course.study, { attempt });
    expect((await regenerate(desk, id)).body.code).toBe('tutor.quiz_open');
    Object.assign(desk.course.study, { attempt: null });
    Object.assign(desk.course.study.lessons[0] ?? {}, locked);
    expect((await regenerate(desk, id)).body.code).toBe('lesson.locked');
  });
});
