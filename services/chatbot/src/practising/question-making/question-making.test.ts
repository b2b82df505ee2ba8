import { randomUUID } from 'node:crypto';
import { enqueue } from '@lyceum/common/outbox';
import type { PracticeKind } from '@lyceum/contracts/chatbot/practice';
import * as contract from '@lyceum/contracts/chatbot/practice';
import type { TestActor } from '@lyceum/testing/actors';
import { z } from 'zod';
import { buildConversation } from '../../../test/build-conversation.ts';
import { buildCourse } from '../../../test/build-course.ts';
import { buildTalk, type Talk } from '../../../test/build-talk.ts';
import { neighbours, service } from '../../../test/chatbot-service.ts';
import { liftLimits } from '../../../test/lift-limits.ts';
import { buildPracticeQuiz, startTutor, stopDoubles, writeQuestionsWith } from '../../../test/practice-factories.ts';
import { PracticeQuestionEntity } from '../practice-question/practice-question.entity.ts';
import { PracticeQuizEntity } from '../practice-quiz/practice-quiz.entity.ts';
import { endLostQuizzes } from './end-lost-quizzes.job.ts';
import { makePracticeQuiz } from './make-practice-quiz.job.ts';

const moment = '2026-11-20T10:00:00.000Z';
beforeAll(() => liftLimits());
beforeEach(() => service.clock.set(new Date(moment)));
afterAll(() => service.clock.reset());
afterAll(stopDoubles);

const passages = [
  'Дефект остаётся в коде, а сбой видит пользователь. Тестирование показывает присутствие дефектов, а не их отсутствие.',
  'Регрессия проверяет прежнее поведение после изменения. Интеграция соединяет отдельные модули в одну систему. ' +
    'Валидация отвечает на вопрос заказчика, а верификация сверяет продукт со спецификацией.',
];
const userQuestion = {
  ...{ text: 'Кто сталкивается со сбоем?', options: ['Разработчик', 'Пользователь', 'Заказчик', 'Компилятор'], right: 1 },
  quote: 'а сбой видит пользователь',
};
const regressionQuestion = {
  ...{ text: 'Что проверяет прежнее поведение?', options: ['Регрессия', 'Валидация', 'Интеграция', 'Сборка'], right: 0 },
  quote: 'Регрессия проверяет прежнее поведение после изменения',
};

const buildLesson = (options: { space?: string; texts?: readonly string[] } = {}) => buildTalk({ texts: passages, ...options });

const start = (as: TestActor, conversationId: string, body: { count?: number; kind?: PracticeKind; lessonId?: string } = {}) =>
  service.call(contract.startPracticeQuiz, { as, params: { conversationId }, body });
const get = (as: TestActor, quizId: string) => service.call(contract.getPracticeQuiz, { as, params: { quizId } });
const list = (as: TestActor, conversationId: string) =>
  service.call(contract.listPracticeQuizzes, { as, params: { conversationId } });
const toCode = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code];

async function make({ learner, conversation }: Talk, body: { count?: number; kind?: PracticeKind } = {}) {
  const begun = await start(learner, conversation.id, body);
  await service.runJobs();
  return z.object(contract.practiceQuiz.shape).parse((await get(learner, begun.body.id)).body);
}

const readKeys = (quizId: string, space = 'main') =>
  service.rows((db) => db.find(PracticeQuestionEntity, { where: { quizId }, order: { position: 'ASC' } }), space);

describe('POST /chat/conversations/:conversationId/practice-quizzes', () => {
  it('answers 202 with a quiz that is being made', async () => {
    const { learner, conversation, where } = await buildLesson();
    const { status, body } = await start(learner, conversation.id, { count: 3, kind: 'gap' });
    expect(status).toBe(202);
    expect(body).toEqual({
      ...{ id: expect.any(String), conversationId: conversation.id, lessonId: where.lessonId, kind: 'gap', count: 3 },
      ...{ status: 'making', failure: null, notice: null, made: 0, answered: 0, right: 0, createdAt: moment },
    });
    expect((await get(learner, body.id)).body).toMatchObject({ status: 'making', questions: [] });
  });

  it('answers 409 while another is made, also when many ask at once', async () => {
    const { learner, conversation } = await buildLesson();
    const answers = await Promise.all(Array.from({ length: 10 }, () => start(learner, conversation.id)));
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
    const refused = answers.filter(({ status }) => status !== 202);
    expect(refused.map(toCode)).toEqual(refused.map(() => [409, 'practice_quiz.pending']));
    await service.runJobs();
    expect((await start(learner, conversation.id)).status).toBe(202);
  });

  it('answers 409 when the conversation has very many', async () => {
    const { learner, conversation, where } = await buildLesson();
    const quiz = await buildPracticeQuiz(learner, where);
    const rows = Array.from({ length: 99 }, () => ({ ...quiz, id: randomUUID() }));
    await service.rows((db) => db.insert(PracticeQuizEntity, rows));
    expect(toCode(await start(learner, conversation.id))).toEqual([409, 'practice_quiz.too_many']);
  });

  it('wants to know the lesson of a conversation about a course, and makes none of help', async () => {
    const { learner, where } = await buildLesson();
    const inCourse = await buildConversation(learner, { topic: { at: 'course', courseId: where.courseId } });
    expect(toCode(await start(learner, inCourse.id))).toEqual([422, 'practice_quiz.without_lesson']);
    expect((await start(learner, inCourse.id, { lessonId: where.lessonId })).status).toBe(202);
    expect(toCode(await start(learner, inCourse.id, { lessonId: randomUUID() }))).toEqual([404, 'lesson.not_found']);
    const help = await buildConversation(learner);
    expect(toCode(await start(learner, help.id, { lessonId: where.lessonId }))).toEqual([422, 'practice_quiz.without_lesson']);
  });

  it('answers as the gate does, and 404 in the conversation of somebody else', async () => {
    const { learner, conversation, beginQuiz, closeLesson } = await buildLesson();
    const other = (await buildLesson()).learner;
    expect(toCode(await start(other, conversation.id))).toEqual([404, 'conversation.not_found']);
    beginQuiz();
    expect(toCode(await start(learner, conversation.id))).toEqual([409, 'tutor.quiz_open']);
    closeLesson();
    expect(toCode(await start(learner, conversation.id))).toEqual([403, 'lesson.locked']);
    const gone = await buildConversation(learner, { topic: { at: 'lesson', courseId: randomUUID(), lessonId: randomUUID() } });
    expect(toCode(await start(learner, gone.id))).toEqual([404, 'course.not_found']);
  });

  it('answers 400 to no or too many questions', async () => {
    const { learner, conversation } = await buildLesson();
    for (const count of [0, 11, 1.5]) expect((await start(learner, conversation.id, { count })).status).toBe(400);
  });
});

describe('a quiz without a model', () => {
  it('has gaps to type into, made of the passages', async () => {
    const quiz = await make(await buildLesson(), { count: 3, kind: 'gap' });
    expect(quiz).toMatchObject({ status: 'ready', made: 3, failure: null });
    for (const { kind, text, options, model, answer: given } of quiz.questions) {
      expect([kind, options, model, given]).toEqual(['gap', [], null, null]);
      expect(text).toContain('____');
    }
  });

  it('has as many choices as the lesson has words for, and never says which is right', async () => {
    const talk = await buildLesson();
    const quiz = await make(talk, { count: 4, kind: 'choice' });
    const keys = await readKeys(quiz.id);
    const choices = quiz.questions.filter(({ kind }) => kind === 'choice');
    expect(choices).not.toEqual([]);
    for (const { id, options } of choices) {
      const key = keys.find((one) => one.id === id);
      expect(options).toHaveLength(4);
      expect(options[key?.rightOption ?? -1]).toBe(key?.rightText);
    }
    const shown = JSON.stringify((await get(talk.learner, quiz.id)).body);
    expect(shown).not.toMatch(/rightText|rightOption|citation|quote/);
  });

  it('has fewer questions than were asked for when the lesson gives no more', async () => {
    const quiz = await make(await buildLesson({ texts: passages.slice(0, 1) }), { count: 10 });
    expect(quiz).toMatchObject({ status: 'ready', count: 10, made: 2 });
  });

  it.each([[[]], [['Коротко.']]])('fails when the lesson has too little text: %j', async (texts) => {
    const quiz = await make(await buildLesson({ texts }));
    expect(quiz).toMatchObject({ status: 'failed', failure: 'too-little-text', notice: expect.any(String), questions: [] });
  });
});

describe('a quiz with a model', () => {
  it('has the questions that hold, with the place of their quotation', async () => {
    const { space, double } = await startTutor();
    const talk = await buildLesson({ space });
    writeQuestionsWith(double, ({ idWith }) => [
      { ...userQuestion, passageId: idWith('Дефект') },
      { ...regressionQuestion, passageId: idWith('Регрессия') },
    ]);
    const quiz = await make(talk, { count: 2, kind: 'choice' });
    expect(quiz.questions.map(({ text, kind }) => [text, kind])).toEqual([
      [userQuestion.text, 'choice'],
      [regressionQuestion.text, 'choice'],
    ]);
    expect(quiz.questions.every(({ model }) => model?.endsWith('/test-model'))).toBe(true);
    expect(double.count()).toBe(1);
    const [key] = await readKeys(quiz.id, space);
    expect(key).toMatchObject({ rightText: 'Пользователь', quote: 'а сбой видит пользователь', place: { blockId: 'b1' } });
  });

  it('asks once more for those that did not hold, then fills up with gaps', async () => {
    const { space, double } = await startTutor();
    const talk = await buildLesson({ space });
    const asked: string[][] = [];
    writeQuestionsWith(double, ({ idWith, alreadyAsked }, call) => {
      asked.push([...alreadyAsked]);
      const good = { ...userQuestion, passageId: idWith('Дефект') };
      const invented = { ...good, text: 'Что видит заказчик ночью?', quote: 'заказчик видит сон' };
      return call === 1 ? [good, invented, good] : [invented];
    });
    const quiz = await make(talk, { count: 3, kind: 'choice' });
    expect(asked).toEqual([[], [userQuestion.text]]);
    expect(quiz.made).toBe(3);
    expect(quiz.questions.map(({ model }) => model !== null)).toEqual([true, false, false]);
    expect(quiz.questions.slice(1).every(({ text }) => !text.includes('сбой видит'))).toBe(true);
  });

  it.each([
    ['says no JSON', 'prose'],
    ['is away', 'fail'],
    ['declines', 'blacklist'],
  ] as const)('has gaps alone when the model %s', async (_name, mode) => {
    const { space, double } = await startTutor();
    if (mode === 'prose') double.answerWith(() => 'Вот ваши вопросы!');
    else double.always(mode === 'fail' ? { mode, status: 400 } : { mode });
    const quiz = await make(await buildLesson({ space }), { count: 2, kind: 'choice' });
    expect(quiz).toMatchObject({ status: 'ready', made: 2 });
    expect(quiz.questions.every(({ model }) => model === null)).toBe(true);
  });

  it('has gaps alone when the budget is used up', async () => {
    const { space, double } = await startTutor({ budget: { tokensLeft: 0 } });
    const quiz = await make(await buildLesson({ space }), { count: 2, kind: 'choice' });
    expect([quiz.status, quiz.made, double.count()]).toEqual(['ready', 2, 0]);
  });

  it('does not ask a model for gaps', async () => {
    const { space, double } = await startTutor();
    await make(await buildLesson({ space }), { count: 2, kind: 'gap' });
    expect(double.count()).toBe(0);
  });

  it('sends passages of this lesson alone, as data under ids of the request', async () => {
    const { space, double } = await startTutor();
    const secret = 'Канарейка поёт в закрытом уроке и больше нигде на свете.';
    const lock = { code: 'opens-later' as const, message: 'Урок откроется позже', at: moment };
    const plans = [{ passages }, { passages: [secret], lock }];
    const { courseId, lessons, learner } = await buildCourse(plans, { space });
    const lessonId = lessons[0]?.lessonId ?? '';
    const conversation = await buildConversation(learner, { topic: { at: 'lesson', courseId, lessonId } });
    await start(learner, conversation.id, { kind: 'choice' });
    await service.runJobs();
    const sent = JSON.stringify(double.requests.map(({ body }) => body));
    expect(sent).toContain('Регрессия проверяет');
    expect(sent).not.toContain('Канарейка');
    for (const id of lessons.flatMap(({ passageIds }) => passageIds)) expect(sent).not.toContain(id);
  });
});

describe('the job that makes a quiz', () => {
  it.each([
    ['lesson-closed', ({ closeLesson }: Talk) => closeLesson()],
    ['quiz-open', ({ beginQuiz }: Talk) => beginQuiz()],
  ] as const)('fails the quiz with %s when that is so by then, and asks no model', async (failure, change) => {
    const { space, double } = await startTutor();
    const talk = await buildLesson({ space });
    const { body } = await start(talk.learner, talk.conversation.id);
    change(talk);
    await service.runJobs();
    const quizzes = (await list(talk.learner, talk.conversation.id)).body.items;
    expect(quizzes).toMatchObject([{ id: body.id, status: 'failed', failure, notice: expect.any(String) }]);
    expect(double.count()).toBe(0);
  });

  it('says that it broke off when the gate stays away, or it is given up', async () => {
    const away = await buildLesson();
    await start(away.learner, away.conversation.id);
    neighbours.status = 503;
    const [{ attempts } = { attempts: 0 }] = await service.runJobs();
    expect(attempts).toBe(3);
    expect((await list(away.learner, away.conversation.id)).body.items).toMatchObject([{ failure: 'interrupted' }]);

    neighbours.status = null;
    const crashed = await buildLesson();
    await start(crashed.learner, crashed.conversation.id);
    await service.giveUpJobs();
    expect((await list(crashed.learner, crashed.conversation.id)).body.items).toMatchObject([{ failure: 'interrupted' }]);
  });

  it('is ended ten minutes after it was asked for, when its job is lost', async () => {
    const talk = await buildLesson();
    const quiz = await start(talk.learner, talk.conversation.id);
    await service.rows((db) => db.query("DELETE FROM outbox WHERE kind = 'job'"));
    const sweep = async () => {
      await service.rows((db) => enqueue(db, service.context('main'), endLostQuizzes, {}));
      await service.runJobs();
      return (await get(talk.learner, quiz.body.id)).body;
    };
    service.clock.advance(5 * 60_000);
    expect(await sweep()).toMatchObject({ status: 'making' });
    service.clock.advance(6 * 60_000);
    expect(await sweep()).toMatchObject({ status: 'failed', failure: 'interrupted' });
    expect((await start(talk.learner, talk.conversation.id)).status).toBe(202);
  });

  it('makes no quiz twice', async () => {
    const talk = await buildLesson();
    const quiz = await make(talk, { count: 2 });
    await service.rows((db) => enqueue(db, service.context(), makePracticeQuiz, { quizId: quiz.id }));
    expect(await service.runJobs()).toMatchObject([{ name: makePracticeQuiz.name, attempts: 1 }]);
    expect((await get(talk.learner, quiz.id)).body).toEqual(quiz);
  });

  it('keeps its citation when the lesson is indexed anew', async () => {
    const talk = await buildLesson();
    const quiz = await make(talk, { count: 1, kind: 'gap' });
    const [key] = await readKeys(quiz.id);
    await service.rows((db) => db.query('DELETE FROM passages WHERE course_id = $1', [talk.where.courseId]));
    const { body } = await service.call(contract.answerPracticeQuestion, {
      ...{ as: talk.learner, params: { questionId: key?.id ?? '' }, body: { text: key?.rightText ?? '' } },
    });
    expect(body.answer).toMatchObject({ right: true, citation: { place: { lessonId: talk.where.lessonId } } });
    expect(passages.join(' ')).toContain(body.answer.citation.quote);
  });
});
