import {
  getAttempt,
  getItemStatistics,
  listAttempts,
  saveAnswers,
  startAttempt,
  submitAttempt,
} from '@lyceum/contracts/courses/attempt';
import { endEnrolment } from '@lyceum/contracts/courses/enrolment';
import { putQuizException } from '@lyceum/contracts/courses/quiz-exception';
import type { TestActor } from '@lyceum/testing/actors';
import { service } from '../../../test/courses-service.ts';
import {
  answerAll,
  buildEnrolment,
  buildLearner,
  buildPublishedCourse,
  buildQuestion,
  buildQuiz,
  changeLesson,
  enrolByTeacher,
  publish,
  startQuiz,
  submit,
  unknownId,
} from '../../../test/factories.ts';

const moment = '2026-11-20T10:00:00.000Z';
beforeEach(() => service.clock.set(new Date(moment)));
afterAll(() => service.clock.reset());

/** A quiz with a learner. */
async function buildTest(settings: Parameters<typeof buildQuiz>[0] = {}) {
  const quiz = await buildQuiz(settings);
  const { learner, enrolment } = await buildEnrolment(quiz.courseId);
  const [lessonId = ''] = quiz.lessons;
  return { ...quiz, learner, enrolment, lessonId, params: { courseId: quiz.courseId, lessonId } };
}

const get = (as: TestActor, attemptId: string) => service.call(getAttempt, { as, params: { attemptId } });

const numbered = (count: number) => Array.from({ length: count }, (_, index) => buildQuestion({ prompt: `Вопрос ${index}` }));
const lots = Array.from({ length: 10 }, (_, index) => ({ text: `Вариант ${index}`, percent: index === 0 ? 100 : 0 }));

describe('POST /courses/:courseId/lessons/:lessonId/attempts', () => {
  it('answers 201 with the questions as their learner may see them', async () => {
    const { learner, lessonId, params } = await buildTest({ timeLimitSeconds: 60 });
    const { status, body } = await service.call(startAttempt, { as: learner, params });
    expect(status).toBe(201);
    const options = expect.arrayContaining(['<p>Да</p>\n', '<p>Нет</p>\n']);
    const question = (prompt: string) => ({
      ...{ id: expect.any(String), answer: null, outcome: null },
      question: { prompt: `<p>${prompt}</p>\n`, answering: { type: 'single', options }, points: 1 },
    });
    expect(body).toEqual({
      ...{ id: expect.any(String), lessonId, number: 1, status: 'open', startedAt: moment, submittedAt: null },
      ...{ deadlineAt: '2026-11-20T10:01:00.000Z', points: null, maxPoints: 2, percent: null, passed: null, review: 'answers' },
      regradedAt: null,
      questions: expect.arrayContaining([question('Верно ли это?'), question('А это?')]),
    });
    expect((await get(learner, body.id)).body).toEqual(body);
  });

  it('answers with the same attempt while it runs, to twenty requests at once', async () => {
    const { learner, courseId, lessons, params } = await buildTest({ questions: numbered(20) });
    const attempts = await Promise.all(Array.from({ length: 20 }, () => startQuiz(learner, { courseId, lessons })));
    for (const attempt of attempts) expect(attempt).toEqual(attempts[0]);
    const { body } = await service.call(listAttempts, { as: learner, params });
    expect(body.items).toHaveLength(1);
  });

  it('draws and shuffles for each attempt and learner by themselves', async () => {
    const quiz = await buildTest({
      questions: numbered(12).map((question) => ({ ...question, answering: { type: 'single', options: lots } })),
    });
    const seen = new Set<string>();
    for (const learner of [quiz.learner, quiz.learner, (await buildEnrolment(quiz.courseId)).learner]) {
      const attempt = await startQuiz(learner, quiz);
      seen.add(attempt.questions.map(({ id }) => id).join());
      seen.add(JSON.stringify(attempt.questions.map(({ question }) => question.answering)));
      await submit(learner, attempt);
    }
    expect(seen.size).toBe(6);
  });

  it('keeps the order of the author where it is not to be shuffled', async () => {
    const quiz = await buildTest({ questions: numbered(8), shuffle: false });
    const { questions } = await startQuiz(quiz.learner, quiz);
    expect(questions.map(({ question }) => question.prompt)).toEqual(
      Array.from({ length: 8 }, (_, index) => `<p>Вопрос ${index}</p>\n`),
    );
  });

  it('answers 409 when all attempts are used up', async () => {
    const quiz = await buildTest({ maxAttempts: 2 });
    for (const number of [1, 2]) {
      const attempt = await startQuiz(quiz.learner, quiz);
      expect(attempt.number).toBe(number);
      await submit(quiz.learner, attempt);
    }
    const { status, body } = await service.call(startAttempt, { as: quiz.learner, params: quiz.params });
    expect([status, body.code]).toEqual([409, 'attempt.none_left']);
  });

  it('answers 409 before the next one is due and says when it is, and 201 then', async () => {
    const quiz = await buildTest({ retryAfterSeconds: 600 });
    await submit(quiz.learner, await startQuiz(quiz.learner, quiz));
    service.clock.advance(599_500);
    const { status, body, headers } = await service.call(startAttempt, { as: quiz.learner, params: quiz.params });
    expect([status, body.code, headers['retry-after']]).toEqual([409, 'attempt.too_early', '1']);
    service.clock.advance(500);
    expect(await startQuiz(quiz.learner, quiz)).toMatchObject({ number: 2 });
  });

  it('keeps the grade of an attempt whose time was up although no other may be begun', async () => {
    const quiz = await buildTest({ maxAttempts: 1, timeLimitSeconds: 60 });
    const attempt = await startQuiz(quiz.learner, quiz);
    service.clock.advance(63_001);
    const { body } = await service.call(startAttempt, { as: quiz.learner, params: quiz.params });
    expect(body.code).toBe('attempt.none_left');
    expect((await get(quiz.learner, attempt.id)).body).toMatchObject({ status: 'graded', percent: 0 });
  });

  it('answers 409 to a lesson that is no quiz', async () => {
    const { courseId, lessons } = await buildPublishedCourse();
    const { learner } = await buildEnrolment(courseId);
    const { status, body } = await service.call(startAttempt, { as: learner, params: { courseId, lessonId: lessons[0] ?? '' } });
    expect([status, body.code]).toEqual([409, 'lesson.no_quiz']);
  });

  it('answers 403 with the reason to who does not learn here', async () => {
    const { author, params } = await buildTest();
    const { status, body } = await service.call(startAttempt, { as: author, params });
    expect([status, body.code, body.reason.code]).toEqual([403, 'lesson.locked', 'not-enrolled']);
  });
});

describe('GET /courses/:courseId/lessons/:lessonId/attempts', () => {
  it('lists one’s own attempts in pages, the last first, without questions', async () => {
    const quiz = await buildTest();
    const { learner, params, lessonId } = quiz;
    const first = await startQuiz(learner, quiz);
    await submit(learner, first, answerAll(first));
    const second = await startQuiz(learner, quiz);
    await startQuiz((await buildEnrolment(quiz.courseId)).learner, quiz);
    const list = (query: { limit: number; cursor?: string }) => service.call(listAttempts, { as: learner, params, query });
    const { body } = await list({ limit: 1 });
    const fields = { lessonId, startedAt: moment, deadlineAt: null, regradedAt: null, maxPoints: 2 };
    const open = { status: 'open', submittedAt: null, points: null, percent: null, passed: null };
    expect(body.items).toEqual([{ ...fields, ...open, id: second.id, number: 2 }]);
    const graded = { status: 'graded', submittedAt: moment, points: 2, percent: 100, passed: true };
    expect((await list({ limit: 1, cursor: body.nextCursor })).body).toEqual({
      items: [{ ...fields, ...graded, id: first.id, number: 1 }],
      nextCursor: null,
      allowance: { extraAttempts: 0, timePercent: 100 },
      ...{ left: null, nextAt: null },
    });
    expect((await list({ limit: 0 })).status).toBe(400);
  });

  it('tells how many attempts are left and when the next may begin, as beginning one does', async () => {
    const quiz = await buildTest({ maxAttempts: 2, retryAfterSeconds: 600, timeLimitSeconds: 60 });
    const { learner, author, params } = quiz;
    const plan = async (as = learner) => {
      const { left, nextAt } = (await service.call(listAttempts, { as, params })).body;
      return [left, nextAt];
    };
    expect([await plan(), await plan(author)]).toEqual([
      [2, null],
      [2, null],
    ]);
    await startQuiz(learner, quiz);
    expect(await plan()).toEqual([1, null]);
    service.clock.advance(100_000);
    const nextAt = '2026-11-20T10:11:00.000Z';
    expect(await plan()).toEqual([1, nextAt]);
    expect((await service.call(startAttempt, { as: learner, params })).body.code).toBe('attempt.too_early');
    expect(await plan()).toEqual([1, nextAt]);
    service.clock.set(new Date(nextAt));
    expect(await plan()).toEqual([1, null]);
    await submit(learner, await startQuiz(learner, quiz));
    expect(await plan()).toEqual([0, null]);
    const body = { extraAttempts: 1 };
    await service.call(putQuizException, { as: author, params: { ...params, personId: learner.id }, body });
    expect(await plan()).toEqual([1, '2026-11-20T10:21:00.000Z']);
  });

  it('counts attempts anew when the lesson is to be done again', async () => {
    const quiz = await buildTest({ maxAttempts: 1 });
    const { learner, author, courseId, lessonId, params } = quiz;
    const attempt = await startQuiz(learner, quiz);
    await submit(learner, attempt, answerAll(attempt, false));
    const left = async () => (await service.call(listAttempts, { as: learner, params })).body.left;
    expect(await left()).toBe(0);
    service.clock.advance(1000);
    const settings = { questions: [{ bankId: quiz.bankId, draw: null }], maxAttempts: 1, timeLimitSeconds: 60 };
    await changeLesson(author, courseId, lessonId, { title: 'Тест', content: { type: 'quiz', settings } });
    await publish(author, courseId, { choices: [{ lessonId, choice: 'retake' }] });
    expect(await left()).toBe(1);
    await startQuiz(learner, quiz);
    expect(await left()).toBe(0);
  });

  it('leaves none of a lesson that is no quiz', async () => {
    const { courseId, lessons } = await buildPublishedCourse();
    const { learner } = await buildEnrolment(courseId);
    const params = { courseId, lessonId: lessons[0] ?? '' };
    const { body } = await service.call(listAttempts, { as: learner, params });
    expect(body).toMatchObject({ items: [], left: 0, nextAt: null });
  });
});

describe('PUT /courses/attempts/:attemptId/answers', () => {
  const save = (as: TestActor, attemptId: string, answers: ReturnType<typeof answerAll> = []) =>
    service.call(saveAnswers, { as, params: { attemptId }, body: { answers } });

  it('answers 200 with what is saved, leaves the others and takes an answer back', async () => {
    const quiz = await buildTest();
    const attempt = await startQuiz(quiz.learner, quiz);
    const [first, second] = answerAll(attempt);
    const { status, body } = await save(quiz.learner, attempt.id, first && [first]);
    expect([status, body.status, body.questions[0].answer, body.questions[1].answer]).toEqual([200, 'open', first?.answer, null]);
    const cleared = first && { ...first, answer: null };
    await save(quiz.learner, attempt.id, cleared && second && [cleared, second]);
    const { questions } = (await get(quiz.learner, attempt.id)).body;
    expect(questions.map(({ answer }: { answer: unknown }) => answer)).toEqual([null, second?.answer]);
  });

  it('answers 422 to a question that was not drawn, and keeps none', async () => {
    const quiz = await buildTest();
    const attempt = await startQuiz(quiz.learner, quiz);
    const unknown = { questionId: unknownId, answer: null };
    for (const endpoint of [saveAnswers, submitAttempt]) {
      const body = { answers: [...answerAll(attempt), unknown] };
      const answer = await service.call(endpoint, { as: quiz.learner, params: { attemptId: attempt.id }, body });
      expect([answer.status, answer.body.code]).toEqual([422, 'attempt.question_unknown']);
      expect(answer.body.errors).toMatchObject([{ pointer: '/body/answers/2/questionId' }]);
    }
    expect((await get(quiz.learner, attempt.id)).body).toEqual(attempt);
  });

  it('answers 409 when the attempt was handed in, and changes nothing', async () => {
    const quiz = await buildTest();
    const attempt = await startQuiz(quiz.learner, quiz);
    const result = await submit(quiz.learner, attempt, answerAll(attempt, false));
    const { status, body } = await save(quiz.learner, attempt.id, answerAll(attempt));
    expect([status, body.code]).toEqual([409, 'attempt.closed']);
    expect((await get(quiz.learner, attempt.id)).body).toEqual(result);
  });

  it.each([
    ['PUT', 'answers'],
    ['POST', 'submit'],
  ])('answers 403 with the reason when a teacher has ended the enrolment: %s %s', async (_, action) => {
    const quiz = await buildTest();
    const { learner, author, courseId } = quiz;
    const attempt = await startQuiz(learner, quiz);
    await service.call(endEnrolment, { as: author, params: { courseId, personId: learner.id } });
    const endpoint = action === 'submit' ? submitAttempt : saveAnswers;
    const answer = await service.call(endpoint, {
      as: learner,
      params: { attemptId: attempt.id },
      body: { answers: answerAll(attempt) },
    });
    expect([answer.status, answer.body.reason?.code]).toEqual([403, 'enrolment-ended']);
    expect((await get(learner, attempt.id)).body).toEqual(attempt);
  });

  it('answers 403 to an attempt that is handed in after the enrolment has expired', async () => {
    const { author, courseId, lessons } = await buildQuiz();
    const learner = await buildLearner();
    await enrolByTeacher(author, courseId, { personId: learner.id, expiresAt: '2026-11-20T11:00:00.000Z' });
    const attempt = await startQuiz(learner, { courseId, lessons });
    service.clock.advance(3_600_000);
    const { status, body } = await service.call(submitAttempt, {
      ...{ as: learner, params: { attemptId: attempt.id }, body: { answers: answerAll(attempt) } },
    });
    expect([status, body.reason?.code]).toEqual([403, 'enrolment-expired']);
  });

  it.each([
    ['an id that is none', [{ questionId: '1', answer: null }], '/body/answers/0/questionId'],
    ['an answer of no type', [{ questionId: unknownId, answer: { choice: 1 } }], '/body/answers/0/answer/type'],
    [
      'a place below the first',
      [{ questionId: unknownId, answer: { type: 'single', choice: -1 } }],
      '/body/answers/0/answer/choice',
    ],
    [
      'words that are too long',
      [{ questionId: unknownId, answer: { type: 'number', text: '1'.repeat(101) } }],
      '/body/answers/0/answer/text',
    ],
    ['no answers', null, '/body/answers'],
    ['too many', Array.from({ length: 1001 }, () => ({ questionId: unknownId, answer: null })), '/body/answers'],
  ])('answers 400 to %s', async (_, answers, pointer) => {
    const quiz = await buildTest();
    const attempt = await startQuiz(quiz.learner, quiz);
    for (const [method, action] of [
      ['put', 'answers'],
      ['post', 'submit'],
    ] as const) {
      const { status, body } = await service.http[method](`/api/v1/courses/attempts/${attempt.id}/${action}`)
        .set('authorization', `Bearer ${service.token(quiz.learner)}`)
        .send({ answers });
      expect([status, body.errors[0].pointer]).toEqual([400, pointer]);
    }
  });
});

describe('POST /courses/attempts/:attemptId/submit', () => {
  it('answers with one result to two tabs that hand in other answers at once, and again', async () => {
    const quiz = await buildTest();
    const { learner, enrolment } = quiz;
    const attempt = await startQuiz(learner, quiz);
    const tabs = await Promise.all([true, false, true, false].map((yes) => submit(learner, attempt, answerAll(attempt, yes))));
    for (const tab of tabs) expect(tab).toEqual(tabs[0]);
    expect([0, 100]).toContain(tabs[0]?.percent);
    expect(await submit(learner, attempt, answerAll(attempt))).toEqual(tabs[0]);
    const events = await service.outbox('courses.attempt-graded.v1');
    expect(events.filter(({ payload }) => payload['enrolmentId'] === enrolment.id)).toHaveLength(1);
  });

  it('keeps either all answers of a tab that saves while another hands in, or none', async () => {
    const quiz = await buildTest({ questions: numbered(5) });
    const attempt = await startQuiz(quiz.learner, quiz);
    const [saved, result] = await Promise.all([
      service.call(saveAnswers, {
        as: quiz.learner,
        params: { attemptId: attempt.id },
        body: { answers: answerAll(attempt) },
      }),
      submit(quiz.learner, attempt),
    ]);
    expect([saved.status, result.percent]).toEqual(saved.status === 200 ? [200, 100] : [409, 0]);
  });
});

describe('GET /courses/:courseId/lessons/:lessonId/item-statistics', () => {
  it('tells how each question did', async () => {
    const quiz = await buildTest({
      questions: [buildQuestion({ title: 'О типах' }), buildQuestion({ prompt: 'А это?' })],
      shuffle: false,
    });
    const { author, params, courseId } = quiz;
    const read = async () => (await service.call(getItemStatistics, { as: author, params })).body;
    expect(await read()).toEqual({ items: [] });
    const learners = [
      quiz.learner,
      ...(await Promise.all(Array.from({ length: 4 }, () => buildEnrolment(courseId)))).map((one) => one.learner),
    ];
    for (const [index, learner] of learners.entries()) {
      const attempt = await startQuiz(learner, quiz);
      await submit(learner, attempt, answerAll(attempt, index < 3).slice(0, index === 4 ? 1 : 2));
    }
    await startQuiz(quiz.learner, quiz);
    const [first, second] = (await startQuiz(quiz.learner, quiz)).questions;
    expect(await read()).toEqual({
      items: [
        {
          questionId: first?.id,
          version: 1,
          title: 'О типах',
          attempts: 5,
          unanswered: 0,
          facility: 0.6,
          discrimination: expect.closeTo(1),
          chosen: [3, 2],
        },
        {
          questionId: second?.id,
          version: 1,
          title: 'А это?',
          attempts: 5,
          unanswered: 1,
          facility: 0.6,
          discrimination: expect.closeTo(1),
          chosen: [3, 1],
        },
      ],
    });
  });
});
