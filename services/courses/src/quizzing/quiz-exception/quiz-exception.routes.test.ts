import { enqueue } from '@lyceum/common/outbox';
import { attemptGraded, getAttempt, listAttempts, startAttempt } from '@lyceum/contracts/courses/attempt';
import { endEnrolment, listLearners, updateLearner } from '@lyceum/contracts/courses/enrolment';
import { muteCourse, putMailPreferences } from '@lyceum/contracts/courses/mail-preference';
import { deleteQuizException, listQuizExceptions, putQuizException } from '@lyceum/contracts/courses/quiz-exception';
import { asAdmin, type TestActor } from '@lyceum/testing/actors';
import type { z } from 'zod';
import { service } from '../../../test/courses-service.ts';
import {
  answerAll,
  buildEnrolment,
  buildLearner,
  buildPublishedCourse,
  buildQuiz,
  startQuiz,
  submit,
  unknownId,
} from '../../../test/factories.ts';
import { listMails } from '../../../test/informing-factories.ts';
import { closeOverdueSchedule } from '../quiz/close-overdue-attempts.job.ts';

const moment = '2026-11-20T10:00:00.000Z';
beforeEach(() => service.clock.set(new Date(moment)));
afterAll(() => service.clock.reset());

const later = (seconds: number) => new Date(new Date(moment).getTime() + seconds * 1000).toISOString();

async function buildTest(settings: Parameters<typeof buildQuiz>[0] = {}) {
  const quiz = await buildQuiz(settings);
  const { learner, enrolment } = await buildEnrolment(quiz.courseId);
  const [lessonId = ''] = quiz.lessons;
  return { ...quiz, learner, enrolment, lessonId, params: { courseId: quiz.courseId, lessonId } };
}

type Quiz = Awaited<ReturnType<typeof buildTest>>;

const grant = ({ author, learner, params }: Quiz, body: z.input<typeof putQuizException.body> = {}) =>
  service.call(putQuizException, { as: author, params: { ...params, personId: learner.id }, body });

const takeBack = ({ author, learner, params }: Quiz) =>
  service.call(deleteQuizException, { as: author, params: { ...params, personId: learner.id } });

const giveTime = ({ author, learner, courseId }: Quiz, timePercent: number) =>
  service.call(updateLearner, { as: author, params: { courseId, personId: learner.id }, body: { timePercent } });

const tryStart = ({ learner, params }: Quiz) => service.call(startAttempt, { as: learner, params });

const getDeadline = async (as: TestActor, attemptId: string) =>
  (await service.call(getAttempt, { as, params: { attemptId } })).body.deadlineAt;

async function closeOverdue() {
  await service.rows((db) => enqueue(db, service.context(), closeOverdueSchedule.job, {}));
  return service.runJobs();
}

describe('PUT /courses/:courseId/lessons/:lessonId/quiz-exceptions/:personId', () => {
  it('answers 200 with what is granted, and the next call writes it anew', async () => {
    const quiz = await buildTest();
    const { status, body } = await grant(quiz, { extraAttempts: 2, timePercent: 150 });
    const granted = {
      ...{ lessonId: quiz.lessonId, personId: quiz.learner.id, name: 'Анна' },
      ...{ extraAttempts: 2, timePercent: 150, grantedBy: quiz.author.id, grantedAt: moment },
    };
    expect([status, body]).toEqual([200, granted]);
    const ordinary = { ...granted, extraAttempts: 0, timePercent: 100 };
    expect((await grant(quiz)).body).toEqual(ordinary);
    const { body: list } = await service.call(listQuizExceptions, { as: quiz.author, params: quiz.params });
    expect(list).toEqual({ items: [ordinary], nextCursor: null });
  });

  it('gives as many attempts more, and no more', async () => {
    const quiz = await buildTest({ maxAttempts: 1 });
    await submit(quiz.learner, await startQuiz(quiz.learner, quiz));
    expect((await tryStart(quiz)).body.code).toBe('attempt.none_left');
    await grant(quiz, { extraAttempts: 2 });
    const { body } = await service.call(listAttempts, { as: quiz.learner, params: quiz.params });
    expect(body.allowance).toEqual({ extraAttempts: 2, timePercent: 100 });
    for (const _ of [1, 2]) await submit(quiz.learner, await startQuiz(quiz.learner, quiz));
    expect((await tryStart(quiz)).body.code).toBe('attempt.none_left');
    const other = (await buildEnrolment(quiz.courseId)).learner;
    await submit(other, await startQuiz(other, quiz));
    expect((await tryStart({ ...quiz, learner: other })).body.code).toBe('attempt.none_left');
  });

  it('leaves the wait between two attempts as it is', async () => {
    const quiz = await buildTest({ maxAttempts: 1, retryAfterSeconds: 60 });
    await grant(quiz, { extraAttempts: 1 });
    await submit(quiz.learner, await startQuiz(quiz.learner, quiz));
    expect((await tryStart(quiz)).body.code).toBe('attempt.too_early');
    service.clock.advance(60_000);
    expect((await tryStart(quiz)).status).toBe(201);
  });

  it.each([
    ['the exception', 200, 150, 120],
    ['the time in the course', 150, 300, 180],
    ['none', 100, 100, 60],
  ])('makes the deadline by the larger share: %s', async (_, timePercent, inCourse, seconds) => {
    const quiz = await buildTest({ timeLimitSeconds: 60 });
    await grant(quiz, { timePercent });
    expect((await giveTime(quiz, inCourse)).body.timePercent).toBe(inCourse);
    expect(await startQuiz(quiz.learner, quiz)).toMatchObject({ deadlineAt: later(seconds) });
    const { body } = await service.call(listAttempts, { as: quiz.learner, params: quiz.params });
    expect(body.allowance.timePercent).toBe(Math.max(timePercent, inCourse));
  });

  it('moves the deadline of an attempt that runs, and never back', async () => {
    const quiz = await buildTest({ timeLimitSeconds: 60 });
    const { id } = await startQuiz(quiz.learner, quiz);
    service.clock.advance(63_000);
    await grant(quiz, { timePercent: 200 });
    expect(await getDeadline(quiz.learner, id)).toBe(later(120));
    await grant(quiz, { timePercent: 110 });
    await takeBack(quiz);
    expect(await getDeadline(quiz.learner, id)).toBe(later(120));
    service.clock.advance(50_000);
    expect(await closeOverdue()).toMatchObject([{ error: undefined }]);
    const attempt = await startQuiz(quiz.learner, quiz);
    expect(attempt).toMatchObject({ id, number: 1, status: 'open' });
    expect(await submit(quiz.learner, attempt, answerAll(attempt))).toMatchObject({ percent: 100, submittedAt: later(113) });
  });

  it('leaves an attempt over whose time was up, and one without a limit as it is', async () => {
    const quiz = await buildTest({ timeLimitSeconds: 60 });
    const { id } = await startQuiz(quiz.learner, quiz);
    service.clock.advance(63_001);
    await grant(quiz, { timePercent: 500 });
    expect(await getDeadline(quiz.learner, id)).toBe(later(60));
    expect(await startQuiz(quiz.learner, quiz)).toMatchObject({ number: 2 });
    const untimed = await buildTest();
    const running = await startQuiz(untimed.learner, untimed);
    await grant(untimed, { timePercent: 500 });
    expect(await getDeadline(untimed.learner, running.id)).toBeNull();
  });

  it.each([60_000, 63_001])('ends an attempt or gives it time, never both, when it is closed at once after %d ms', async (ms) => {
    const quiz = await buildTest({ timeLimitSeconds: 60 });
    const attempt = await startQuiz(quiz.learner, quiz);
    service.clock.advance(ms);
    await Promise.all([
      ...[200, 300, 150].map((timePercent) => grant({ ...quiz, author: asAdmin() }, { timePercent })),
      closeOverdue(),
      ...[1, 2].map(() => submit(quiz.learner, attempt)),
      giveTime(quiz, 250),
    ]);
    const { body } = await service.call(getAttempt, { as: quiz.learner, params: { attemptId: attempt.id } });
    expect(body.status).toBe('graded');
    expect(body.submittedAt <= body.deadlineAt).toBe(true);
    if (ms > 63_000) expect(body).toMatchObject({ deadlineAt: later(60), submittedAt: later(60) });
    const events = (await service.outbox(attemptGraded.name)).filter(({ payload }) => payload['attemptId'] === attempt.id);
    expect(events).toHaveLength(1);
  });

  it('is one row for ten people who grant at once', async () => {
    const quiz = await buildTest();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => grant({ ...quiz, author: asAdmin() }, { extraAttempts: index })),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    const { body } = await service.call(listQuizExceptions, { as: quiz.author, params: quiz.params });
    expect(body.items).toHaveLength(1);
  });

  it.each([
    [{ extraAttempts: -1 }, '/body/extraAttempts'],
    [{ extraAttempts: 101 }, '/body/extraAttempts'],
    [{ timePercent: 99 }, '/body/timePercent'],
    [{ timePercent: 501 }, '/body/timePercent'],
  ])('answers 400 to %j', async (body, pointer) => {
    const answer = await grant(await buildTest(), body);
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, pointer]);
  });

  it('answers 404 and 409 to whom or what there is no exception for, as does taking it back', async () => {
    const quiz = await buildTest();
    const other = await buildPublishedCourse({ author: quiz.author });
    const stranger = await buildLearner();
    await buildEnrolment(other.courseId, quiz.learner);
    const [text = ''] = other.lessons;
    const cases = [
      [{ ...quiz, learner: stranger }, 404, 'person.not_found'],
      [{ ...quiz, params: { ...quiz.params, lessonId: text } }, 404, 'lesson.not_found'],
      [{ ...quiz, params: { courseId: other.courseId, lessonId: text } }, 409, 'lesson.no_quiz'],
      [{ ...quiz, params: { ...quiz.params, courseId: unknownId } }, 404, 'course.not_found'],
      [{ ...quiz, author: quiz.learner }, 404, 'course.not_found'],
    ] as const;
    for (const [place, status, code] of cases) {
      for (const answer of [await grant(place), await takeBack(place)])
        expect([answer.status, answer.body.code]).toEqual([status, code]);
    }
  });
});

describe('DELETE /courses/:courseId/lessons/:lessonId/quiz-exceptions/:personId', () => {
  it('answers 204 and takes attempts back that were not begun; a repeat changes nothing', async () => {
    const quiz = await buildTest({ maxAttempts: 1 });
    await grant(quiz, { extraAttempts: 5 });
    for (const _ of [1, 2]) await submit(quiz.learner, await startQuiz(quiz.learner, quiz));
    for (const _ of [1, 2]) expect((await takeBack(quiz)).status).toBe(204);
    expect((await tryStart(quiz)).body.code).toBe('attempt.none_left');
    const { body } = await service.call(listAttempts, { as: quiz.learner, params: quiz.params });
    expect([body.items.length, body.allowance.extraAttempts]).toEqual([2, 0]);
  });
});

describe('GET /courses/:courseId/lessons/:lessonId/quiz-exceptions', () => {
  it('lists them in pages, the last granted first, and of this quiz alone', async () => {
    const quiz = await buildTest();
    const learners = [quiz.learner, (await buildEnrolment(quiz.courseId)).learner, (await buildEnrolment(quiz.courseId)).learner];
    for (const learner of learners) {
      await grant({ ...quiz, learner }, { extraAttempts: 1 });
      service.clock.advance(1_000);
    }
    await grant(await buildTest({ author: quiz.author }), { extraAttempts: 1 });
    const list = (query: { limit: number; cursor?: string }) =>
      service.call(listQuizExceptions, { as: quiz.author, params: quiz.params, query });
    const first = (await list({ limit: 2 })).body;
    const second = (await list({ limit: 2, cursor: first.nextCursor })).body;
    const ids = [...first.items, ...second.items].map(({ personId }: { personId: string }) => personId);
    expect([ids, second.nextCursor]).toEqual([learners.map(({ id }) => id).toReversed(), null]);
    expect((await list({ limit: 0 })).status).toBe(400);
    const unknown = { ...quiz.params, lessonId: unknownId };
    expect((await service.call(listQuizExceptions, { as: quiz.author, params: unknown })).body.code).toBe('lesson.not_found');
    expect((await service.call(listQuizExceptions, { as: quiz.learner, params: quiz.params })).body.code).toBe(
      'course.not_found',
    );
  });
});

describe('more time in the whole course', () => {
  it('moves the deadline of what runs, counts in later attempts and is shown to teachers', async () => {
    const quiz = await buildTest({ timeLimitSeconds: 60 });
    const running = await startQuiz(quiz.learner, quiz);
    expect((await giveTime(quiz, 200)).status).toBe(200);
    expect(await getDeadline(quiz.learner, running.id)).toBe(later(120));
    expect((await giveTime(quiz, 100)).body.timePercent).toBe(100);
    expect(await getDeadline(quiz.learner, running.id)).toBe(later(120));
    await giveTime(quiz, 300);
    await submit(quiz.learner, running);
    expect(await startQuiz(quiz.learner, quiz)).toMatchObject({ number: 2, deadlineAt: later(180) });
    const { body } = await service.call(listLearners, { as: quiz.author, params: { courseId: quiz.courseId } });
    expect(body.items).toMatchObject([{ personId: quiz.learner.id, timePercent: 300 }]);
  });

  it.each([99, 501])('answers 400 to %d percent', async (timePercent) => {
    expect((await giveTime(await buildTest(), timePercent)).status).toBe(400);
  });
});

const listLetters = async ({ learner }: Quiz) =>
  (await listMails('quiz-exception-granted', learner.id)).map(({ letters }) => letters);

describe('the mail about an exception', () => {
  const limited = { maxAttempts: 1, timeLimitSeconds: 600 };

  it('says in both languages how many attempts and how much time there are, once', async () => {
    const quiz = await buildTest(limited);
    const body = { extraAttempts: 2, timePercent: 150 };
    const answers = await Promise.all([1, 2, 3].map(() => grant(quiz, body)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const path = `/courses/${quiz.courseId}/lessons/${quiz.lessonId}`;
    expect(await listLetters(quiz)).toEqual([
      {
        en: {
          subject: 'More for you in the quiz “Тест”',
          paragraphs: [
            'A teacher has made an exception for you in the quiz “Тест” of the course “Основы TypeScript”.',
            'You have 2 additional attempts now.',
            'An attempt may take 15 minutes now.',
          ],
          action: { label: 'Open the quiz', path },
          remarks: [],
          settings: { label: 'Choose which mails you get', path: '/settings/mails' },
        },
        ru: {
          subject: 'Для вас сделано исключение в тесте «Тест»',
          paragraphs: [
            'Преподаватель сделал для вас исключение в тесте «Тест» на курсе «Основы TypeScript».',
            'Теперь у вас 2 дополнительные попытки.',
            'На одну попытку теперь даётся 15 минут.',
          ],
          action: { label: 'Открыть тест', path },
          remarks: [],
          settings: { label: 'Настроить письма', path: '/settings/mails' },
        },
      },
    ]);
  });

  it('tells only what is more than before, and is not sent of less, nor when it is taken back', async () => {
    const quiz = await buildTest(limited);
    await grant(quiz, { extraAttempts: 1 });
    await grant(quiz, { extraAttempts: 1, timePercent: 200 });
    await grant(quiz, { timePercent: 150 });
    await takeBack(quiz);
    expect((await listLetters(quiz)).map(({ en }) => en.paragraphs.slice(1))).toEqual([
      ['You have 1 additional attempt now.'],
      ['An attempt may take 20 minutes now.'],
    ]);
  });

  it.each([
    ['there is no limit', {}, 100],
    ['the learner has more time in the whole course', { timeLimitSeconds: 600 }, 300],
  ])('is not sent where %s', async (_, settings, timePercent) => {
    const quiz = await buildTest(settings);
    await giveTime(quiz, timePercent);
    expect((await grant(quiz, { extraAttempts: 2, timePercent: 200 })).status).toBe(200);
    expect(await listLetters(quiz)).toEqual([]);
  });

  it.each<[string, (quiz: Quiz) => Promise<unknown>]>([
    ['wants no reminders', ({ learner }) => service.call(putMailPreferences, { as: learner, body: { reminders: false } })],
    ['has muted the course', ({ learner, courseId }) => service.call(muteCourse, { as: learner, params: { courseId } })],
    [
      'learns in the course no more',
      ({ author, courseId, learner }) => service.call(endEnrolment, { as: author, params: { courseId, personId: learner.id } }),
    ],
  ])('is not sent to whoever %s', async (_, change) => {
    const quiz = await buildTest(limited);
    await change(quiz);
    expect((await grant(quiz, { extraAttempts: 2 })).status).toBe(200);
    expect(await listLetters(quiz)).toEqual([]);
  });
});
