import * as contract from '@lyceum/contracts/chatbot/practice';
import type { TestActor } from '@lyceum/testing/actors';
import { buildTalk } from '../../../test/build-talk.ts';
import { neighbours, service } from '../../../test/chatbot-service.ts';
import { holdRow } from '../../../test/hold-row.ts';
import { buildPracticeQuestion, buildPracticeQuiz } from '../../../test/practice-factories.ts';
import { PracticeQuestionEntity } from './practice-question.entity.ts';

const moment = '2026-11-20T10:00:00.000Z';
beforeEach(() => service.clock.set(new Date(moment)));
afterAll(() => service.clock.reset());

const get = (as: TestActor, quizId: string) => service.call(contract.getPracticeQuiz, { as, params: { quizId } });
const list = (as: TestActor, conversationId: string) =>
  service.call(contract.listPracticeQuizzes, { as, params: { conversationId } });
const answer = (as: TestActor, questionId: string, body: { option: number } | { text: string }) =>
  service.call(contract.answerPracticeQuestion, { as, params: { questionId }, body });

const toCode = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code];

describe('GET /chat/practice-quizzes/:quizId', () => {
  it('is its owner’s alone', async () => {
    const { learner, where } = await buildTalk();
    const quiz = await buildPracticeQuiz(learner, where);
    expect((await get(learner, quiz.id)).status).toBe(200);
    expect(toCode(await get((await buildTalk()).learner, quiz.id))).toEqual([404, 'practice_quiz.not_found']);
  });

  it('answers as the gate does, while its result stays in the list', async () => {
    const { learner, study, closeLesson, beginQuiz, where } = await buildTalk();
    const quiz = await buildPracticeQuiz(learner, where);
    const question = await buildPracticeQuestion(quiz);
    beginQuiz();
    expect(toCode(await get(learner, quiz.id))).toEqual([409, 'tutor.quiz_open']);
    expect(toCode(await answer(learner, question.id, { option: 1 }))).toEqual([409, 'tutor.quiz_open']);
    closeLesson();
    expect(toCode(await get(learner, quiz.id))).toEqual([403, 'lesson.locked']);
    expect(toCode(await answer(learner, question.id, { option: 1 }))).toEqual([403, 'lesson.locked']);
    const { body } = await list(learner, where.conversationId);
    expect(body.items).toMatchObject([{ id: quiz.id, made: 1, answered: 0 }]);
    expect(JSON.stringify(body)).not.toContain('сбой');
    study.lessons = [];
    expect(toCode(await get(learner, quiz.id))).toEqual([404, 'lesson.not_found']);
    neighbours.studies.delete(where.courseId);
    expect(toCode(await get(learner, quiz.id))).toEqual([404, 'course.not_found']);
  });
});

describe('POST /chat/practice-questions/:questionId/answer', () => {
  it('says whether an option is right, what is, and where the lesson says so', async () => {
    const { learner, where } = await buildTalk();
    const quiz = await buildPracticeQuiz(learner, { ...where, made: 2 });
    const first = await buildPracticeQuestion(quiz);
    const second = await buildPracticeQuestion(quiz, { position: 1 });
    const { status, body } = await answer(learner, first.id, { option: 1 });
    expect(status).toBe(200);
    expect(body.answer).toEqual({
      ...{ option: 1, text: null, right: true, rightOption: 1, rightText: 'пользователь', answeredAt: moment },
      citation: { number: 1, passageId: first.passageId, place: first.place, quote: 'а сбой видит пользователь' },
    });
    expect((await answer(learner, second.id, { option: 0 })).body.answer).toMatchObject({ right: false, rightOption: 1 });
    expect((await get(learner, quiz.id)).body).toMatchObject({ made: 2, answered: 2, right: 1 });
  });

  it('takes a word for a gap, with ё, case and a typo as they come', async () => {
    const { learner, where } = await buildTalk();
    const quiz = await buildPracticeQuiz(learner, where);
    const gap = { kind: 'gap' as const, options: [], rightOption: null, rightText: 'отчёт' };
    for (const [position, [text, right]] of [
      ['ОТЧЕТ', true] as const,
      ['очёт', true] as const,
      ['итог', false] as const,
    ].entries()) {
      const { id } = await buildPracticeQuestion(quiz, { ...gap, position });
      expect((await answer(learner, id, { text })).body.answer).toMatchObject({ text, option: null, right, rightText: 'отчёт' });
    }
  });

  it('answers 409 to a second answer, also when many come at once', async () => {
    const { learner, where } = await buildTalk();
    const quiz = await buildPracticeQuiz(learner, where);
    const { id } = await buildPracticeQuestion(quiz);
    const answers = await holdRow(PracticeQuestionEntity, id, () =>
      Promise.all(Array.from({ length: 20 }, () => answer(learner, id, { option: 1 }))),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused.map(toCode)).toEqual(refused.map(() => [409, 'practice_question.answered']));
    expect((await get(learner, quiz.id)).body).toMatchObject({ answered: 1, right: 1 });
  });

  it('answers 422 to a word for a choice and to a number for a gap', async () => {
    const { learner, where } = await buildTalk();
    const quiz = await buildPracticeQuiz(learner, where);
    const choice = await buildPracticeQuestion(quiz);
    const gap = await buildPracticeQuestion(quiz, { ...{ kind: 'gap', options: [], rightOption: null, position: 1 } });
    expect(toCode(await answer(learner, choice.id, { text: 'пользователь' }))).toEqual([422, 'practice_question.answer_unfit']);
    expect(toCode(await answer(learner, gap.id, { option: 0 }))).toEqual([422, 'practice_question.answer_unfit']);
    expect((await get(learner, quiz.id)).body.questions).toMatchObject([{ answer: null }, { answer: null }]);
  });

  it('answers 400 to no option, and 404 to a question of somebody else', async () => {
    const { learner, where } = await buildTalk();
    const { id } = await buildPracticeQuestion(await buildPracticeQuiz(learner, where));
    expect((await answer(learner, id, { option: 4 })).status).toBe(400);
    expect((await answer(learner, id, { text: '' })).status).toBe(400);
    const other = (await buildTalk()).learner;
    expect(toCode(await answer(other, id, { option: 1 }))).toEqual([404, 'practice_question.not_found']);
  });
});
