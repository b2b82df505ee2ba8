import { enqueue } from '@lyceum/common/outbox';
import { attemptGraded, getAttempt, listAttempts, saveAnswers } from '@lyceum/contracts/courses/attempt';
import { courseCompleted } from '@lyceum/contracts/courses/enrolment';
import { getLesson } from '@lyceum/contracts/courses/outline';
import { lessonCompleted } from '@lyceum/contracts/courses/study';
import { asStaff, type TestActor } from '@lyceum/testing/actors';
import { In } from 'typeorm';
import { service } from '../../../test/courses-service.ts';
import { answerAll, buildEnrolment, buildLearner, buildQuestion, buildQuiz, startQuiz, submit } from '../../../test/factories.ts';
import { AttemptEntity } from './attempt.entity.ts';
import { closeOverdueSchedule } from './close-overdue-attempts.job.ts';

const moment = '2026-11-20T10:00:00.000Z';

beforeEach(() => service.clock.set(new Date(moment)));
afterAll(() => service.clock.reset());

async function buildTest(settings: Parameters<typeof buildQuiz>[0] = {}) {
  const quiz = await buildQuiz(settings);
  const { learner, enrolment } = await buildEnrolment(quiz.courseId);
  const [lessonId = ''] = quiz.lessons;
  return { ...quiz, learner, enrolment, lessonId, params: { courseId: quiz.courseId, lessonId } };
}

const get = async (as: TestActor, attemptId: string) => (await service.call(getAttempt, { as, params: { attemptId } })).body;

const listEvents = async (name: string, enrolmentId: string) =>
  (await service.outbox(name)).map(({ payload }) => payload).filter((payload) => payload['enrolmentId'] === enrolmentId);

const save = (as: TestActor, attempt: Parameters<typeof answerAll>[0], yes = true) =>
  service.call(saveAnswers, { as, params: { attemptId: attempt.id }, body: { answers: answerAll(attempt, yes) } });

const secrets = ['key', 'right', 'feedback', 'fraction', 'accepted', 'tolerance', 'arrangement', 'order', 'grade'];

/** Properties in an answer that tell what is right. */
function listSecrets(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const tells = secrets.includes(name) || (name === 'percent' && inner !== null);
    return [...(tells ? [name] : []), ...listSecrets(inner)];
  });
}

describe('the time of an attempt', () => {
  const timed = { timeLimitSeconds: 60 };

  it('takes answers until its end and what is on its way then', async () => {
    const quiz = await buildTest(timed);
    const attempt = await startQuiz(quiz.learner, quiz);
    service.clock.advance(63_000);
    expect((await save(quiz.learner, attempt)).status).toBe(200);
    expect(await submit(quiz.learner, attempt)).toMatchObject({ percent: 100, submittedAt: '2026-11-20T10:01:00.000Z' });
  });

  it('refuses later answers, and grades what was saved', async () => {
    const quiz = await buildTest(timed);
    const { learner } = quiz;
    const attempt = await startQuiz(learner, quiz);
    await save(learner, attempt, false);
    service.clock.advance(63_001);
    const { status, body } = await save(learner, attempt);
    expect([status, body.code]).toEqual([409, 'attempt.closed']);
    expect(await get(learner, attempt.id)).toMatchObject({ status: 'graded', percent: 0, submittedAt: attempt.deadlineAt });
    expect(await submit(learner, attempt, answerAll(attempt))).toMatchObject({ percent: 0 });
  });

  it('grades late answers that are handed in by what was saved', async () => {
    const quiz = await buildTest(timed);
    const attempt = await startQuiz(quiz.learner, quiz);
    service.clock.advance(63_001);
    expect(await submit(quiz.learner, attempt, answerAll(attempt))).toMatchObject({ status: 'graded', percent: 0 });
    expect(await startQuiz(quiz.learner, quiz)).toMatchObject({ number: 2 });
  });

  it('is watched by a job in every space, which leaves those that run', async () => {
    const quiz = await buildTest(timed);
    const attempt = await startQuiz(quiz.learner, quiz);
    await save(quiz.learner, attempt);
    const untimed = await buildTest();
    const running = await startQuiz(untimed.learner, untimed);
    service.clock.advance(50_000);
    const later = await buildTest(timed);
    const late = await startQuiz(later.learner, later);
    service.clock.advance(13_001);
    for (const _ of [1, 2]) {
      await service.rows((db) => enqueue(db, service.context(), closeOverdueSchedule.job, {}));
      expect(await service.runJobs()).toMatchObject([{ attempts: 1, error: undefined }]);
    }
    expect(await get(quiz.learner, attempt.id)).toMatchObject({
      status: 'graded',
      percent: 100,
      submittedAt: attempt.deadlineAt,
    });
    expect(await get(untimed.learner, running.id)).toEqual(running);
    expect(await get(later.learner, late.id)).toEqual(late);
    expect(await listEvents(attemptGraded.name, quiz.enrolment.id)).toHaveLength(1);
    expect(await listEvents(courseCompleted.name, quiz.enrolment.id)).toHaveLength(1);
  });

  it('is watched for everybody when an attempt before theirs cannot be graded', async () => {
    const broken = await buildTest(timed);
    const first = await startQuiz(broken.learner, broken);
    service.clock.advance(1_000);
    const quiz = await buildTest(timed);
    const attempt = await startQuiz(quiz.learner, quiz);
    await service.rows((db) => db.query("UPDATE quiz_attempts SET items = '{}' WHERE id = $1", [first.id]));
    service.clock.advance(64_000);
    await service.rows((db) => enqueue(db, service.context(), closeOverdueSchedule.job, {}));
    expect(await service.runJobs()).toMatchObject([{ attempts: 3, error: { message: expect.any(String) } }]);
    const rows = await service.rows((db) => db.findBy(AttemptEntity, { id: In([first.id, attempt.id]) }));
    expect(new Map(rows.map(({ id, status }) => [id, status]))).toEqual(
      new Map([
        [first.id, 'open'],
        [attempt.id, 'graded'],
      ]),
    );
    await service.rows((db) => db.delete(AttemptEntity, { id: first.id }));
  });
});

describe('the result of an attempt', () => {
  it('finishes lesson and course when it is enough, and tells of it', async () => {
    const quiz = await buildTest();
    const { learner, enrolment, courseId, lessonId, params } = quiz;
    const failed = await startQuiz(learner, quiz);
    expect(await submit(learner, failed, answerAll(failed, false))).toMatchObject({ points: 0, percent: 0, passed: false });
    const passed = await startQuiz(learner, quiz);
    expect(await submit(learner, passed, answerAll(passed))).toMatchObject({ points: 2, percent: 100, passed: true });
    const ids = {
      courseId,
      enrolmentId: enrolment.id,
      personId: learner.id,
      lessonId,
      occurredAt: moment,
      versionId: expect.any(String),
    };
    expect(await listEvents(attemptGraded.name, enrolment.id)).toEqual([
      { ...ids, attemptId: failed.id, number: 1, percent: 0, passed: false },
      { ...ids, attemptId: passed.id, number: 2, percent: 100, passed: true },
    ]);
    expect(await listEvents(lessonCompleted.name, enrolment.id)).toEqual([{ ...ids, title: 'Тест', percent: 100 }]);
    expect(await listEvents(courseCompleted.name, enrolment.id)).toHaveLength(1);
    const { body } = await service.call(getLesson, { as: learner, params });
    expect(body.progress).toMatchObject({ percent: 100, completedAt: moment });
  });

  it.each([
    ['highest', [100, 100, 100], true],
    ['latest', [100, 0, 50], true],
    ['average', [100, 50, 50], true],
    ['first', [100, 100, 100], true],
  ] as const)('counts by %s', async (grading, expected, finished) => {
    const quiz = await buildTest({ grading });
    const counted: number[] = [];
    for (const rights of [2, 0, 1]) {
      const attempt = await startQuiz(quiz.learner, quiz);
      const answers = [...answerAll(attempt).slice(0, rights), ...answerAll(attempt, false).slice(rights)];
      await submit(quiz.learner, attempt, answers);
      const { body } = await service.call(getLesson, { as: quiz.learner, params: quiz.params });
      counted.push(body.progress.percent);
      expect(body.progress.completedAt !== null).toBe(finished);
    }
    expect(counted).toEqual(expected);
  });

  it.each([
    ['first', [0, 100], [null, null]],
    ['latest', [0, 100], [null, moment]],
    ['average', [0, 100], [null, null]],
  ] as const)(
    'finishes the lesson by the score that counts, not by that of one attempt: %s',
    async (grading, percents, completed) => {
      const quiz = await buildTest({ grading });
      for (const [index, percent] of percents.entries()) {
        const attempt = await startQuiz(quiz.learner, quiz);
        await submit(quiz.learner, attempt, answerAll(attempt, percent === 100));
        const { body } = await service.call(getLesson, { as: quiz.learner, params: quiz.params });
        expect(body.progress.completedAt).toBe(completed[index]);
      }
    },
  );

  it('takes points for wrong answers, none for what is left open, and never ends below 0', async () => {
    const quiz = await buildTest({ wrongPercent: 50 });
    const attempt = await startQuiz(quiz.learner, quiz);
    const [right, open] = [answerAll(attempt).slice(0, 1), answerAll(attempt, false).slice(1)];
    const result = await submit(quiz.learner, attempt, [...right, ...open]);
    expect(result).toMatchObject({ points: 0.5, percent: 25 });
    expect(result.questions.map(({ outcome }) => [outcome?.points, outcome?.right])).toEqual([
      [1, 'right'],
      [-0.5, 'wrong'],
    ]);
    const empty = await submit(quiz.learner, await startQuiz(quiz.learner, quiz));
    expect(empty.questions.map(({ outcome }) => outcome?.right)).toEqual(['unanswered', 'unanswered']);
    const wrong = await startQuiz(quiz.learner, quiz);
    expect(await submit(quiz.learner, wrong, answerAll(wrong, false))).toMatchObject({ points: 0, percent: 0 });
  });
});

describe('what a learner sees of a result', () => {
  const feedback = '**Верно** <script>alert(1)</script>';
  const options = [
    { text: 'Да', percent: 100, feedback },
    { text: 'Нет', percent: 0, feedback: 'Неверно' },
  ];
  const questions = [buildQuestion({ answering: { type: 'single', options }, feedback: '[О типах](javascript:alert(1))' })];

  it.each([
    ['none', { points: null, percent: null, passed: null }, null],
    ['score', { points: 1, percent: 100, passed: true }, null],
    ['answers', { points: 1, percent: 100, passed: true }, { points: 1, right: 'right', key: null }],
    ['key', { points: 1, percent: 100, passed: true }, { points: 1, right: 'right', key: { type: 'single' } }],
  ] as const)('is what the author lets them: %s', async (review, score, outcome) => {
    const quiz = await buildTest({ questions, review });
    const { learner, params } = quiz;
    const attempt = await startQuiz(learner, quiz);
    const saved = (await save(learner, attempt)).body;
    const lesson = await service.call(getLesson, { as: learner, params });
    for (const answer of [attempt, saved, await get(learner, attempt.id), lesson.body.body]) {
      expect(listSecrets(answer)).toEqual([]);
      expect(JSON.stringify(answer)).not.toMatch(/Неверно|О типах/);
    }
    const result = await submit(learner, attempt);
    expect(result).toMatchObject({ ...score, status: 'graded', review });
    expect(result.questions[0]?.answer).toEqual(answerAll(attempt)[0]?.answer);
    if (outcome === null) expect(result.questions[0]?.outcome).toBeNull();
    else expect(result.questions[0]?.outcome).toMatchObject(outcome);
    expect((await service.call(listAttempts, { as: learner, params })).body.items).toMatchObject([score]);
    expect(await get(learner, attempt.id)).toEqual(result);
  });

  it('has the feedback of the author as clean HTML', async () => {
    const quiz = await buildTest({ questions });
    const attempt = await startQuiz(quiz.learner, quiz);
    const [question] = (await submit(quiz.learner, attempt, answerAll(attempt))).questions;
    const [chosen, general] = question?.outcome?.feedback ?? [];
    expect(chosen).toContain('<strong>Верно</strong>');
    expect(`${chosen}${general}`).not.toMatch(/<script|<a /);
  });

  it('has with the key an answer that is right in the places of what was shown', async () => {
    const quiz = await buildTest({ questions: Array.from({ length: 6 }, () => questions[0] ?? buildQuestion()), review: 'key' });
    const first = await submit(quiz.learner, await startQuiz(quiz.learner, quiz));
    expect(first.percent).toBe(0);
    for (const { question, outcome } of first.questions) {
      const { key } = outcome ?? {};
      const shown =
        question.answering.type === 'single' && key?.type === 'single' ? question.answering.options[key.choice] : null;
      expect(shown).toBe('<p>Да</p>\n');
    }
  });

  it('is nothing for others: the attempt of somebody else is not there', async () => {
    const quiz = await buildTest();
    const attempt = await startQuiz(quiz.learner, quiz);
    for (const other of [await buildLearner(), quiz.author, asStaff()])
      expect(await get(other, attempt.id)).toMatchObject({ status: 404, code: 'attempt.not_found' });
  });
});
