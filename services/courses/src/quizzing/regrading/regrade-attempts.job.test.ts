import { enqueue } from '@lyceum/common/outbox';
import { listOwnAwards } from '@lyceum/contracts/courses/achievement';
import { attemptGraded, getItemStatistics } from '@lyceum/contracts/courses/attempt';
import { courseCompleted } from '@lyceum/contracts/courses/enrolment';
import { getOwnGrades } from '@lyceum/contracts/courses/gradebook';
import { attemptRegraded, type Regrade } from '@lyceum/contracts/courses/regrade';
import { lessonCompleted } from '@lyceum/contracts/courses/study';
import { mailRequested } from '@lyceum/contracts/notifications/mail';
import { asStaff } from '@lyceum/testing/actors';
import { service } from '../../../test/courses-service.ts';
import {
  answerAll,
  buildAchievement,
  buildEnrolment,
  buildLesson,
  buildQuestion,
  changeLesson,
  publish,
  startQuiz,
  submit,
} from '../../../test/factories.ts';
import { fillCourse } from '../../../test/informing-factories.ts';
import {
  buildRegradable,
  correct,
  corrected,
  finishQuiz,
  type Regradable,
  readAttempt,
  readProgress,
  readRegrade,
  regrade,
  tryRegrade,
} from '../../../test/regrade-factories.ts';
import { RegradeEntity } from '../regrade/regrade.entity.ts';
import { AttemptRegradeEntity } from './attempt-regrade.entity.ts';
import { regradeAttempts, regradeAttemptsJob } from './regrade-attempts.job.ts';
import { resumeRegradesJob, resumeRegradesSchedule } from './resume-regrades.job.ts';

const moment = '2026-11-20T10:00:00.000Z';
beforeEach(() => service.clock.set(new Date(moment)));
afterAll(() => service.clock.reset());

const listEvents = async (name: string, personId: string) =>
  (await service.outbox(name)).map(({ payload }) => payload).filter((payload) => payload['personId'] === personId);

const listMails = async (accountId: string) =>
  (await service.outbox(mailRequested.name))
    .map(({ payload }) => payload)
    .filter((payload) => payload['accountId'] === accountId && payload['kind'] === 'attempt-regraded');

const listRows = ({ id: regradeId }: Pick<Regrade, 'id'>) =>
  service.rows((db) => db.find(AttemptRegradeEntity, { where: { regradeId }, order: { id: 'ASC' } }));

type Score = [points: number, maxPoints: number, percent: number];

describe('a regrade', () => {
  const wrong: Score = [0, 2, 0];
  const half: Score = [1, 2, 50];
  const whole: Score = [2, 2, 100];

  it.each<[Regrade['rule'], Score, Score, Partial<Regrade>]>([
    ['corrected', half, half, { changed: 2, passed: 0 }],
    ['better', whole, half, { changed: 1, passed: 0 }],
    ['full', whole, half, { changed: 1, passed: 0 }],
    ['none-counts', [1, 1, 100], [0, 1, 0], { changed: 1, passed: 0 }],
  ])('makes by %s what everything comes to', async (rule, ofYes, ofNo, counts) => {
    const quiz = await buildRegradable();
    const [yes, no] = [await finishQuiz(quiz, true), await finishQuiz(quiz, false)];
    await correct(quiz);
    service.clock.advance(60_000);
    expect(await regrade(quiz, rule)).toMatchObject({ status: 'done', seen: 2, unfit: 0, ...counts });
    for (const [{ learner, attempt }, after, before] of [
      [yes, ofYes, whole],
      [no, ofNo, wrong],
    ] as const) {
      const isChanged = after[0] !== before[0] || after[2] !== before[2];
      const [points, maxPoints, percent] = after;
      const regradedAt = isChanged ? '2026-11-20T10:01:00.000Z' : null;
      const shown = await readAttempt(learner, attempt);
      expect(shown).toMatchObject({ points, maxPoints, percent, passed: percent >= 70, regradedAt, submittedAt: moment });
      expect(shown.questions.map(({ answer }) => answer)).toEqual(attempt.questions.map(({ answer }) => answer));
      expect(shown.questions.reduce((sum, { outcome }) => sum + (outcome?.points ?? 0), 0)).toBe(points);
      expect((await readProgress(learner, quiz)).percent).toBe(percent);
      const grades = await service.call(getOwnGrades, { as: learner, params: { courseId: quiz.courseId } });
      expect(grades.body.lessons).toMatchObject([{ percent }]);
      const events = isChanged ? [{ attemptId: attempt.id, percentBefore: before[2], percent, passed: percent >= 70 }] : [];
      expect(await listEvents(attemptRegraded.name, learner.id)).toMatchObject(events);
      expect(await listMails(learner.id)).toHaveLength(isChanged ? 1 : 0);
    }
  });

  it('changes nothing when the same is decided again, and says nothing', async () => {
    const quiz = await buildRegradable();
    const { learner, attempt } = await finishQuiz(quiz, true);
    await correct(quiz);
    await regrade(quiz, 'corrected');
    const before = await readAttempt(learner, attempt);
    service.clock.advance(60_000);
    expect(await regrade(quiz, 'corrected')).toMatchObject({ seen: 1, changed: 0, passed: 0 });
    expect(await readAttempt(learner, attempt)).toEqual(before);
    expect([await listEvents(attemptRegraded.name, learner.id), await listMails(learner.id)]).toMatchObject([[{}], [{}]]);
  });

  it('takes nothing back from whoever has finished the lesson and the course', async () => {
    const quiz = await buildRegradable();
    const { learner } = await finishQuiz(quiz, true);
    await correct(quiz);
    await regrade(quiz, 'corrected');
    expect(await readProgress(learner, quiz)).toMatchObject({ percent: 50, completedAt: moment });
    expect(await listEvents(courseCompleted.name, learner.id)).toHaveLength(1);
  });

  it('finishes the lesson and the course of whoever passes now, once', async () => {
    const quiz = await buildRegradable({ questions: [corrected, buildQuestion()] });
    const { learner } = await finishQuiz(quiz, true);
    expect((await readProgress(learner, quiz)).completedAt).toBeNull();
    await correct(quiz, buildQuestion());
    expect(await regrade(quiz, 'corrected')).toMatchObject({ passed: 1 });
    expect(await regrade(quiz, 'full')).toMatchObject({ passed: 0 });
    expect(await readProgress(learner, quiz)).toMatchObject({ percent: 100, completedAt: moment });
    expect(await listEvents(lessonCompleted.name, learner.id)).toMatchObject([{ lessonId: quiz.lessonId, percent: 100 }]);
    expect(await listEvents(courseCompleted.name, learner.id)).toHaveLength(1);
  });

  it('gives the achievements that the new points are worth', async () => {
    const quiz = await buildRegradable();
    const condition = { type: 'percent', min: 50 } as const;
    const { id: achievementId } = await buildAchievement(asStaff(), {
      title: 'Половина',
      when: 'attempt-graded',
      condition,
      courseId: quiz.courseId,
    });
    const { learner } = await finishQuiz(quiz, false);
    await correct(quiz);
    await regrade(quiz, 'corrected');
    const [event] = await listEvents(attemptRegraded.name, learner.id);
    await service.deliver(attemptRegraded, attemptRegraded.schema.parse(event), { times: 2 });
    expect((await service.call(listOwnAwards, { as: learner })).body.items).toMatchObject([{ achievementId }]);
  });

  it.each([
    ['highest', 100, moment],
    ['latest', 0, moment],
    ['first', 100, moment],
    // Never enough, but between the two attempts it would be.
    ['average', 50, null],
  ] as const)('makes the score of the lesson of all attempts at once, by the %s', async (grading, percent, completedAt) => {
    const quiz = await buildRegradable({ grading, questions: [buildQuestion()] });
    const { learner, attempt } = await finishQuiz(quiz, false);
    const last = await finishQuiz(quiz, true, learner);
    await correct(quiz);
    await regrade(quiz, 'corrected');
    expect(await readAttempt(learner, attempt)).toMatchObject({ percent: 100 });
    expect(await readAttempt(learner, last.attempt)).toMatchObject({ percent: 0 });
    expect(await readProgress(learner, quiz)).toMatchObject({ percent, completedAt });
  });

  it('leaves the score alone of a lesson that is to be done again since', async () => {
    const quiz = await buildRegradable({ questions: [corrected, buildQuestion()] });
    const { author, courseId, lessonId, bankId, moduleId } = quiz;
    await buildLesson(author, courseId, { moduleId });
    await publish(author, courseId);
    const { learner, attempt } = await finishQuiz(quiz, true);
    service.clock.advance(1_000);
    await changeLesson(author, courseId, lessonId, { content: { type: 'quiz', settings: { questions: [{ bankId, draw: 1 }] } } });
    await publish(author, courseId, { choices: [{ lessonId, choice: 'retake' }] });
    expect(await regrade(quiz, 'full')).toMatchObject({ changed: 1, passed: 0 });
    expect(await readAttempt(learner, attempt)).toMatchObject({ percent: 100 });
    expect(await readProgress(learner, quiz)).toMatchObject({ percent: null, completedAt: null });
  });

  it('keeps the points of answers that do not fit the newest version, and counts them', async () => {
    const quiz = await buildRegradable();
    const [yes, no] = [await finishQuiz(quiz, true), await finishQuiz(quiz, false)];
    const options = [
      { text: 'Да', percent: 0 },
      { text: 'Нет', percent: 0 },
      { text: 'Не знаю', percent: 100 },
    ];
    await correct(quiz, buildQuestion({ answering: { type: 'single', options } }));
    for (const rule of ['corrected', 'better'] as const)
      expect(await regrade(quiz, rule)).toMatchObject({ seen: 2, changed: 0, unfit: 2 });
    for (const { learner, attempt } of [yes, no]) expect(await readAttempt(learner, attempt)).toEqual(attempt);
  });

  it('keeps the points where nothing else would count', async () => {
    const quiz = await buildRegradable({ questions: [buildQuestion()] });
    const { learner, attempt } = await finishQuiz(quiz, true);
    expect(await regrade(quiz, 'none-counts')).toMatchObject({ seen: 1, changed: 0, unfit: 1 });
    expect(await readAttempt(learner, attempt)).toEqual(attempt);
  });

  it('keeps what each attempt had', async () => {
    const quiz = await buildRegradable();
    const { attempt } = await finishQuiz(quiz, true);
    await correct(quiz);
    const first = await regrade(quiz, 'corrected');
    const second = await regrade(quiz, 'none-counts');
    expect(await listRows(first)).toMatchObject([
      {
        ...{ attemptId: attempt.id, pointsBefore: 2, maxPointsBefore: 2, percentBefore: 100, unfit: false },
        ...{ pointsAfter: 1, maxPointsAfter: 2, percentAfter: 50, gradeBefore: { grade: { points: 1 }, regradeId: null } },
      },
    ]);
    const before = { grade: { points: 0, maxPoints: 1 }, regradeId: first.id };
    expect(await listRows(second)).toMatchObject([{ pointsBefore: 1, pointsAfter: 1, maxPointsAfter: 1, gradeBefore: before }]);
  });

  it('shows learners who see the key the one that is right now, and item statistics the points as they are now', async () => {
    const quiz = await buildRegradable({ review: 'key' });
    const { learner, attempt } = await finishQuiz(quiz, false);
    const toKeys = ({ questions }: typeof attempt) => questions.map(({ outcome }) => outcome?.key);
    const [yes, no] = [0, 1].map((choice) => ({ type: 'single', choice }));
    expect(toKeys(attempt)).toEqual([yes, yes]);
    await correct(quiz);
    await regrade(quiz, 'better');
    const regraded = await readAttempt(learner, attempt);
    expect(toKeys(regraded)).toEqual([no, yes]);
    expect(regraded.questions[0]?.outcome).toMatchObject({ points: 1, right: 'right' });
    const { body } = await service.call(getItemStatistics, { as: quiz.author, params: quiz.params });
    expect(body.items).toMatchObject([
      { questionId: quiz.questionIds[0], version: 1, facility: 1 },
      { questionId: quiz.questionIds[1], version: 1, facility: 0 },
    ]);
  });

  it('asks for one mail of a learner with several attempts, without points where learners do not see them', async () => {
    const quiz = await buildRegradable({ review: 'none' });
    const { learner } = await finishQuiz(quiz, false);
    await finishQuiz(quiz, false, learner);
    await regrade(quiz, 'full');
    const [mail, ...others] = await listMails(learner.id);
    expect(others).toEqual([]);
    expect(JSON.stringify(mail)).not.toMatch(/Attempt \d|Попытка \d/);
  });
});

describe('an attempt that runs', () => {
  it('is graded by what was decided when it ends, and seen by no regrade', async () => {
    const quiz = await buildRegradable();
    await finishQuiz(quiz, true);
    const { learner } = await buildEnrolment(quiz.courseId);
    const begun = await startQuiz(learner, quiz);
    await correct(quiz);
    service.clock.advance(1_000);
    const done = await regrade(quiz, 'corrected');
    expect(done).toMatchObject({ seen: 1 });
    expect(await readAttempt(learner, begun)).toEqual(begun);
    const ended = await submit(learner, begun, answerAll(begun, true));
    expect(ended).toMatchObject({ points: 1, percent: 50, regradedAt: null });
    expect(ended.questions.map(({ outcome }) => outcome?.right)).toEqual(['wrong', 'right']);
    expect(await listEvents(attemptRegraded.name, learner.id)).toEqual([]);
    expect(await listEvents(attemptGraded.name, learner.id)).toMatchObject([{ percent: 50 }]);
  });

  it('is graded by the last decision of each question', async () => {
    const quiz = await buildRegradable({ questions: [buildQuestion(), buildQuestion({ prompt: 'А это?' }), buildQuestion()] });
    await finishQuiz(quiz, true);
    const { learner } = await buildEnrolment(quiz.courseId);
    const begun = await startQuiz(learner, quiz);
    await correct(quiz);
    await regrade(quiz, 'corrected');
    service.clock.advance(1_000);
    await regrade(quiz, 'full');
    await regrade({ ...quiz, questionId: quiz.questionIds[1] }, 'none-counts');
    expect(await submit(learner, begun, answerAll(begun, false))).toMatchObject({ points: 1, maxPoints: 2, percent: 50 });
  });

  it('is graded as it was drawn when it began later by the version that was known then, and by the decision with an older one', async () => {
    const quiz = await buildRegradable();
    await finishQuiz(quiz, true);
    await correct(quiz);
    await regrade(quiz, 'full');
    service.clock.advance(1_000);
    const { learner: early } = await buildEnrolment(quiz.courseId);
    expect((await finishQuiz(quiz, false, early)).attempt).toMatchObject({ points: 1 });
    await publish(quiz.author, quiz.courseId);
    service.clock.advance(1_000);
    const { attempt } = await finishQuiz(quiz, true);
    expect(attempt.questions.map(({ outcome }) => outcome?.points)).toEqual([0, 1]);
  });

  it('counts once, however it ends while the regrade runs', async () => {
    const quiz = await buildRegradable();
    await finishQuiz(quiz, true);
    const learners = await Promise.all(Array.from({ length: 8 }, () => buildEnrolment(quiz.courseId)));
    const begun = await Promise.all(learners.map(async ({ learner }) => ({ learner, attempt: await startQuiz(learner, quiz) })));
    await correct(quiz);
    const submitAll = (some: typeof begun) =>
      some.map(({ learner, attempt }) => submit(learner, attempt, answerAll(attempt, true)));
    const [{ body }] = await Promise.all([tryRegrade(quiz, 'corrected'), ...submitAll(begun.slice(0, 4))]);
    await Promise.all([service.runJobs(), ...submitAll(begun.slice(4))]);
    for (const { learner, attempt } of begun)
      expect(await readAttempt(learner, attempt)).toMatchObject({ status: 'graded', percent: 50 });
    const done = await readRegrade(quiz.author, body);
    const rows = await listRows(done);
    expect(new Set(rows.map(({ attemptId }) => attemptId)).size).toBe(rows.length);
    expect([done.status, done.seen]).toEqual(['done', rows.length]);
    expect(done.changed).toBe(rows.filter(({ pointsBefore, pointsAfter }) => pointsBefore !== pointsAfter).length);
  });
});

describe('the job', () => {
  async function buildOrdered(count: number): Promise<{ quiz: Regradable; ordered: Regrade; people: string[] }> {
    const quiz = await buildRegradable();
    const people: string[] = [];
    for (let index = 0; index < count; index += 1) people.push((await finishQuiz(quiz, false)).learner.id);
    await correct(quiz);
    const { body } = await tryRegrade(quiz, 'corrected');
    return { quiz, ordered: body, people };
  }

  async function expectOnce({ quiz, ordered, people }: Awaited<ReturnType<typeof buildOrdered>>): Promise<void> {
    const count = people.length;
    expect(await readRegrade(quiz.author, ordered)).toMatchObject({ status: 'done', seen: count, changed: count });
    expect(await listRows(ordered)).toHaveLength(count);
    for (const personId of people) {
      expect(await listEvents(attemptRegraded.name, personId)).toHaveLength(1);
      expect(await listMails(personId)).toHaveLength(1);
    }
  }

  it.each([1, 2, 3])('goes on after it was killed with %d learners done, and grades each once', async (done) => {
    const order = await buildOrdered(4);
    const stop = new AbortController();
    const run = service.jobRun({ signal: stop.signal });
    let left = done + 1;
    const transact: typeof run.transact = async (work) => {
      const result = await run.transact(work);
      left -= 1;
      if (left === 0) stop.abort();
      return result;
    };
    await expect(regradeAttemptsJob.run({ regradeId: order.ordered.id }, { ...run, transact })).rejects.toThrow();
    expect(await readRegrade(order.quiz.author, order.ordered)).toMatchObject({
      status: 'running',
      seen: done,
      finishedAt: null,
    });
    expect(await service.runJobs()).toMatchObject([{ attempts: 1, error: undefined }]);
    await expectOnce(order);
  });

  it('grades each once when it runs three times at once, and nothing when it is done', async () => {
    const order = await buildOrdered(5);
    const payload = { regradeId: order.ordered.id };
    await Promise.all([1, 2, 3].map(() => regradeAttemptsJob.run(payload, service.jobRun())));
    await service.runJobs();
    await service.rows((db) => enqueue(db, service.context(), regradeAttempts, payload));
    expect(await service.runJobs()).toMatchObject([{ attempts: 1, error: undefined }]);
    await expectOnce(order);
  });

  it('ends as failed when attempts of a learner cannot be graded, with all the others graded, and may be ordered again', async () => {
    const { quiz, ordered, people } = await buildOrdered(3);
    const [broken = ''] = people;
    await service.rows((db) =>
      db.query('DELETE FROM lesson_progress p USING enrolments e WHERE e.id = p.enrolment_id AND e.person_id = $1', [broken]),
    );
    expect(await service.runJobs()).toMatchObject([{ attempts: 12, error: { message: expect.any(String) } }]);
    expect(await readRegrade(quiz.author, ordered)).toMatchObject({ status: 'failed', finishedAt: moment, seen: 2, changed: 2 });
    expect((await tryRegrade(quiz, 'corrected')).status).toBe(202);
    expect(await service.giveUpJobs()).toEqual([regradeAttempts.name]);
    expect((await tryRegrade(quiz, 'corrected')).status).toBe(202);
    await service.giveUpJobs();
  });

  it('is not begun twice while it goes from page to page, however long it takes', async () => {
    const { quiz, ordered } = await buildOrdered(1);
    await service.giveUpJobs();
    await fillCourse(quiz.courseId, 200);
    await service.rows(async (db) => {
      await db.update(RegradeEntity, { id: ordered.id }, { status: 'queued', finishedAt: null });
      await db.query(
        `INSERT INTO quiz_attempts (id, course_id, enrolment_id, person_id, lesson_id, version_id, number, status, started_at, max_points, items, shown)
         SELECT gen_random_uuid(), a.course_id, e.id, e.person_id, a.lesson_id, a.version_id, 1, 'open', a.started_at, a.max_points, a.items, a.shown
         FROM quiz_attempts a JOIN enrolments e ON e.course_id = a.course_id AND e.id <> a.enrolment_id WHERE a.course_id = $1`,
        [quiz.courseId],
      );
    });
    const run = service.jobRun();
    let works = 0;
    const transact: typeof run.transact = async (work) => {
      const result = await run.transact(work);
      works += 1;
      if (works === 200) service.clock.advance(2 * 3_600_000);
      if (works === 202) await resumeRegradesJob.run({}, service.jobRun());
      return result;
    };
    await regradeAttemptsJob.run({ regradeId: ordered.id }, { ...run, transact });
    expect(works).toBeGreaterThan(202);
    expect(await service.outbox(regradeAttempts.name)).toEqual([]);
    expect(await readRegrade(quiz.author, ordered)).toMatchObject({ status: 'done' });
  });

  it('is begun anew in turn of its author, once an hour', async () => {
    const { quiz, ordered } = await buildOrdered(1);
    await service.rows((db) => db.query("DELETE FROM outbox WHERE name = 'courses.regrade-attempts'"));
    service.clock.advance(3_600_001);
    for (const _ of [1, 2]) await resumeRegradesJob.run({}, service.jobRun());
    const jobs = await service.rows((db) =>
      db.query("SELECT payload, person_id FROM outbox WHERE name = 'courses.regrade-attempts'"),
    );
    expect(jobs).toEqual([{ payload: { regradeId: ordered.id }, person_id: quiz.author.id }]);
    await service.runJobs();
  });

  it('is begun anew when it was lost', async () => {
    const order = await buildOrdered(1);
    await service.rows((db) => db.query("DELETE FROM outbox WHERE name = 'courses.regrade-attempts'"));
    const resume = () => service.rows((db) => enqueue(db, service.context(), resumeRegradesSchedule.job, {}));
    await resume();
    expect((await service.runJobs()).map(({ name }) => name)).toEqual(['courses.resume-regrades']);
    service.clock.advance(3_600_001);
    await resume();
    expect((await service.runJobs()).map(({ name }) => name)).toEqual(['courses.resume-regrades', 'courses.regrade-attempts']);
    await expectOnce(order);
  });
});
