import { randomUUID } from 'node:crypto';
import { enqueue } from '@lyceum/common/outbox';
import { getAttempt, saveAnswers } from '@lyceum/contracts/courses/attempt';
import { getBadge } from '@lyceum/contracts/courses/badge';
import { revokeCertificate } from '@lyceum/contracts/courses/certificate';
import { removeAuthor, updateCourse } from '@lyceum/contracts/courses/course';
import { updateLesson } from '@lyceum/contracts/courses/draft';
import { enrol, importLearners, leaveCourse } from '@lyceum/contracts/courses/enrolment';
import type { LessonContent } from '@lyceum/contracts/courses/lesson-content';
import { getLessonAccess } from '@lyceum/contracts/courses/outline';
import { createQuestion, deleteBank } from '@lyceum/contracts/courses/question-bank';
import { getChanges } from '@lyceum/contracts/courses/revision';
import type { TestActor } from '@lyceum/testing/actors';
import { closeOverdueSchedule } from '../src/quizzing/quiz/close-overdue-attempts.job.ts';
import { service } from './courses-service.ts';
import {
  answerAll,
  buildCertificate,
  buildCohort,
  buildEnrolment,
  buildPublishedCourse,
  buildQuestion,
  buildQuiz,
  changeLesson,
  enrolByTeacher,
  findCompletion,
  getOutlineAs,
  open,
  opened,
  type PublishedCourse,
  publish,
  report,
  startQuiz,
  submit,
} from './factories.ts';

const day = 86_400_000;
const leave = (as: TestActor, courseId: string) => service.call(leaveCourse, { as, params: { courseId } });
const comeBack = (as: TestActor, courseId: string) => service.call(enrol, { as, params: { courseId }, body: {} });

/** Publishes the quiz of a course with other settings. */
async function publishQuiz(
  { author, courseId, lessons, bankId }: PublishedCourse & { bankId: string },
  settings: Partial<Extract<LessonContent, { type: 'quiz' }>['settings']>,
  choice: 'migrate' | 'retake',
) {
  const [lessonId = ''] = lessons;
  const content = { type: 'quiz' as const, settings: { questions: [{ bankId, draw: null }], ...settings } };
  const body = { title: 'Тест', required: true, opening: { opens: 'at-once' as const }, content };
  await service.call(updateLesson, { as: author, params: { courseId, lessonId }, body });
  await publish(author, courseId, { choices: [{ lessonId, choice }] });
}

describe('ids in capitals', () => {
  it('are the same ids: an owner stays, a bank in use stays, evidence counts once', async () => {
    const { author, courseId, bankId, lessons } = await buildQuiz();
    const params = { courseId, personId: author.id.toUpperCase() };
    expect((await service.call(removeAuthor, { as: author, params })).body.code).toBe('course.owner_stays');
    const questions = [{ bankId: bankId.toUpperCase(), draw: null }];
    await changeLesson(author, courseId, lessons[0] ?? '', {
      content: { type: 'quiz', settings: { questions } } as LessonContent,
    });
    expect((await service.call(deleteBank, { as: author, params: { courseId, bankId } })).body.code).toBe('bank.in_use');

    const studied = await buildPublishedCourse();
    const { learner } = await buildEnrolment(studied.courseId);
    const session = await open(learner, studied.courseId, studied.lessons[0] ?? '');
    service.clock.advance(60_000);
    const id = randomUUID();
    const { results } = await report(learner, session.id, { id }, {
      id: id.toUpperCase(),
      from: 20_000,
      to: 30_000,
      sessionId: session.id.toUpperCase(),
    } as { id: string });
    expect(results.map(({ result }: { result: string }) => result)).toEqual(['counted', 'repeated']);
  });
});

describe('a retake', () => {
  it('leaves nothing of earlier attempts to who had not passed: neither score nor used attempts', async () => {
    const quiz = await buildQuiz({ maxAttempts: 1, questions: [buildQuestion(), buildQuestion({ prompt: 'Ещё?' })] });
    const { learner } = await buildEnrolment(quiz.courseId);
    const first = await startQuiz(learner, quiz);
    const [right, wrong] = [answerAll(first), answerAll(first, false)];
    await submit(learner, first, [...right.slice(0, 1), ...wrong.slice(1)]);
    await publishQuiz(quiz, { maxAttempts: 1, wrongPercent: 10 }, 'retake');
    const blank = await submit(learner, await startQuiz(learner, quiz));
    expect([blank.percent, blank.passed]).toEqual([0, false]);
    const { percent, modules } = await getOutlineAs(learner, quiz.courseId);
    expect([percent, modules[0]?.lessons[0]?.progress?.percent]).toEqual([0, 0]);
  });

  it('is not finished by time from before it', async () => {
    const course = await buildPublishedCourse({ lessons: [{ completion: opened(1) }, {}] });
    const { author, courseId, lessons } = course;
    const [lessonId = ''] = lessons;
    const { learner } = await buildEnrolment(courseId);
    const session = await open(learner, courseId, lessonId);
    service.clock.advance(60_000);
    await report(learner, session.id, { to: 2_000 });
    await changeLesson(author, courseId, lessonId, { title: 'Урок 1', completion: opened(5) });
    await publish(author, courseId, { choices: [{ lessonId, choice: 'retake' }] });
    const { results } = await report(learner, session.id, { from: 20_000, to: 40_000 });
    expect(results).toMatchObject([{ result: 'refused', reason: 'expired-session' }]);
  });
});

describe('leaving and coming back', () => {
  it('sheds no dates of a cohort and needs no payment again', async () => {
    const course = await buildPublishedCourse();
    const { author, courseId, lessons } = course;
    const startsAt = new Date(service.clock.now().getTime() + 30 * day).toISOString();
    const cohort = await buildCohort(author, courseId, { startsAt });
    const { learner } = await buildEnrolment(courseId);
    await leave(learner, courseId);
    await enrolByTeacher(author, courseId, { personId: learner.id, cohortId: cohort.id });
    await leave(learner, courseId);
    const price = { amount: 100_00, currency: 'RUB' };
    await service.call(updateCourse, { as: author, params: { courseId }, body: { price } });
    expect((await comeBack(learner, courseId)).body).toMatchObject({ status: 'active', cohortId: cohort.id });
    const access = await service.call(getLessonAccess, { as: learner, params: { courseId, lessonId: lessons[0] ?? '' } });
    expect(access.body.lock.code).toBe('cohort-not-started');
  });

  it('gives the course finished to whose last attempt was graded meanwhile', async () => {
    const quiz = await buildQuiz({ timeLimitSeconds: 10 });
    const { learner, enrolment } = await buildEnrolment(quiz.courseId);
    const attempt = await startQuiz(learner, quiz);
    const params = { attemptId: attempt.id };
    await service.call(saveAnswers, { as: learner, params, body: { answers: answerAll(attempt) } });
    await leave(learner, quiz.courseId);
    service.clock.advance(60_000);
    await service.rows((db) => enqueue(db, service.context(), closeOverdueSchedule.job, {}));
    await service.runJobs();
    const { body } = await comeBack(learner, quiz.courseId);
    expect(body).toMatchObject({ id: enrolment.id, status: 'completed', completedAt: expect.any(String) });
    expect(await findCompletion(enrolment.id)).toMatchObject({ personId: learner.id });
  });
});

describe('what is refused or hidden', () => {
  it('answers 422 to an answer that could never count, and keeps none of the request', async () => {
    const quiz = await buildQuiz();
    const { learner } = await buildEnrolment(quiz.courseId);
    const attempt = await startQuiz(learner, quiz);
    const [first = { questionId: '' }, second = { questionId: '' }] = answerAll(attempt);
    const params = { attemptId: attempt.id };
    for (const answer of [
      { type: 'number' as const, text: '1' },
      { type: 'single' as const, choice: 25 },
    ]) {
      const answers = [
        { ...first, answer: null },
        { ...second, answer },
      ];
      const { status, body } = await service.call(saveAnswers, { as: learner, params, body: { answers } });
      expect([status, body.code, body.errors[0].pointer]).toEqual([422, 'attempt.answer_unfit', '/body/answers/1/answer']);
    }
  });

  it('shows no key of an earlier attempt once its author hides keys', async () => {
    const quiz = await buildQuiz({ review: 'key' });
    const { learner } = await buildEnrolment(quiz.courseId);
    const attempt = await submit(learner, await startQuiz(learner, quiz));
    expect(attempt.questions[0]?.outcome?.key).not.toBeNull();
    await publishQuiz(quiz, { review: 'score' }, 'migrate');
    const { body } = await service.call(getAttempt, { as: learner, params: { attemptId: attempt.id } });
    expect([body.review, body.questions[0].outcome]).toEqual(['score', null]);
  });

  it('gives nobody the badge of a revoked certificate', async () => {
    const { author, certificate } = await buildCertificate();
    await service.runJobs();
    const badge = { params: { badgeId: certificate.badgeUrl.split('/').at(-1) ?? '' } };
    expect((await service.call(getBadge, badge)).status).toBe(200);
    const params = { certificateId: certificate.id };
    await service.call(revokeCertificate, { as: author, params, body: { reason: 'Плагиат' } });
    expect((await service.call(getBadge, badge)).body.code).toBe('badge.not_found');
  });

  it('refuses a table with a column it does not know, or twice, and knows Russian heads and cohorts in any case', async () => {
    const { author, courseId } = await buildPublishedCourse();
    await buildCohort(author, courseId, { name: 'Осень' });
    const send = (csv: string) => service.call(importLearners, { as: author, params: { courseId }, body: { csv } });
    expect((await send('email;Класс\na@example.org;7')).body.detail).toContain('Класс');
    expect((await send('email;email\na@example.org;b@example.org')).status).toBe(422);
    const { body } = await send('Почта;ФИО;Группа\na@example.org;Олег;осень');
    expect(body.rows).toMatchObject([{ outcome: 'invited' }]);
  });

  it('publishes no quiz whose attempt would take megabytes', async () => {
    const option = { text: `$${'x^2+'.repeat(480)}1$`, percent: 100 };
    const answering = { type: 'single' as const, options: Array.from({ length: 30 }, () => option) };
    const quiz = await buildQuiz({ questions: [buildQuestion()] });
    const { bankId, courseId, author } = quiz;
    for (let count = 0; count < 8; count += 1)
      await service.call(createQuestion, { as: author, params: { courseId, bankId }, body: buildQuestion({ answering }) });
    const { body } = await service.call(getChanges, { as: author, params: { courseId } });
    expect(body.problems).toHaveLength(1);
  });

  it('finishes no meeting a week before it is held', async () => {
    const startsAt = new Date(service.clock.now().getTime() + 7 * day).toISOString();
    const content = {
      type: 'meeting',
      url: 'https://meet.example.org/1',
      startsAt,
      durationMinutes: 60,
      description: '',
    } as const;
    const { courseId, lessons } = await buildPublishedCourse({ lessons: [{ content, completion: opened() }] });
    const { learner } = await buildEnrolment(courseId);
    await open(learner, courseId, lessons[0] ?? '');
    expect((await getOutlineAs(learner, courseId)).percent).toBe(0);
    service.clock.advance(7 * day);
    await open(learner, courseId, lessons[0] ?? '');
    expect((await getOutlineAs(learner, courseId)).percent).toBe(100);
    service.clock.reset();
  });
});
