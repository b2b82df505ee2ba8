import { getSubmission, workGraded } from '@lyceum/contracts/courses/assignment';
import { courseCompleted, endEnrolment } from '@lyceum/contracts/courses/enrolment';
import { getSubmittedWork, listSubmissions } from '@lyceum/contracts/courses/grading';
import { lessonCompleted } from '@lyceum/contracts/courses/study';
import { mailRequested } from '@lyceum/contracts/notifications/mail';
import { asAdmin, asStaff, type TestActor } from '@lyceum/testing/actors';
import {
  type AssignedCourse,
  assignment,
  buildAssignment,
  buildFile,
  buildOtherAuthor,
  grade,
  handIn,
  rubric,
  tryGrade,
  trySave,
  trySubmit,
} from '../../../test/assignment-factories.ts';
import { service } from '../../../test/courses-service.ts';
import {
  buildCohort,
  buildEnrolment,
  buildLearner,
  buildLesson,
  changeLesson,
  enrolByTeacher,
  getOutlineAs,
  publish,
  unknownId,
} from '../../../test/factories.ts';
import { workGradedMail } from './work-graded.mail.ts';

const moment = '2026-11-20T10:00:00.000Z';
beforeEach(() => service.clock.set(new Date(moment)));
afterAll(() => service.clock.reset());

const toCode = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code];

const list = (as: TestActor, courseId: string, query: Record<string, unknown> = {}) =>
  service.call(listSubmissions, { as, params: { courseId }, query });

const read = (as: TestActor, submissionId: string) => service.call(getSubmittedWork, { as, params: { submissionId } });

const listNames = async (...[as, courseId, query]: Parameters<typeof list>) =>
  (await list(as, courseId, query)).body.items.map(({ id }: { id: string }) => id);

const listEvents = async (name: string, personId: string) =>
  (await service.outbox(name)).map(({ payload }) => payload).filter((payload) => payload['personId'] === personId);

const listMails = async (accountId: string) =>
  (await service.outbox(mailRequested.name)).filter(({ payload }) => payload['accountId'] === accountId);

const readProgress = async (as: TestActor, courseId: string) => {
  const { percent, modules } = await getOutlineAs(as, courseId);
  return { course: percent, ...modules[0]?.lessons[0]?.progress };
};

describe('GET /courses/:courseId/submissions', () => {
  it('lists in pages what waits first, of that the oldest, and no drafts', async () => {
    const { author, learner, courseId, params } = await buildAssignment();
    const { learner: second } = await buildEnrolment(courseId);
    const { learner: third } = await buildEnrolment(courseId);
    const ids: string[] = [];
    for (const person of [learner, second, third]) {
      ids.push((await handIn(person, params)).id);
      service.clock.advance(1000);
    }
    await grade(author, { id: ids[0] ?? '' }, { decision: 'return' });
    await trySave((await buildEnrolment(courseId)).learner, params);
    const { body } = await list(author, courseId, { limit: 2 });
    expect(body.items[0]).toEqual({
      ...{ id: ids[1], lessonId: params.lessonId, title: 'Эссе', personId: second.id, name: 'Анна', cohortId: null },
      ...{ number: 1, status: 'submitted', submittedAt: '2026-11-20T10:00:01.000Z', late: false, version: 2 },
      ...{ gradedAt: null, points: null, maxPoints: 10, percent: null, peerReviews: 0, peerPercent: null },
    });
    expect(body.items[1].id).toBe(ids[2]);
    expect(await listNames(author, courseId, { limit: 2, cursor: body.nextCursor })).toEqual([ids[0]]);
    expect((await list(author, courseId, { status: 'draft' })).status).toBe(400);
  });

  it('lists what a lesson, a cohort and a status have', async () => {
    const { author, learner, courseId, params } = await buildAssignment();
    const cohort = await buildCohort(author, courseId);
    const member = await buildLearner();
    await enrolByTeacher(author, courseId, { personId: member.id, cohortId: cohort.id });
    const returned = await handIn(learner, params);
    await grade(author, returned, { decision: 'return' });
    const { id } = await handIn(member, params);
    expect(await listNames(author, courseId, { cohortId: cohort.id })).toEqual([id]);
    expect(await listNames(author, courseId, { status: 'returned' })).toEqual([returned.id]);
    expect(await listNames(author, courseId, { lessonId: params.lessonId })).toEqual([id, returned.id]);
    expect(await listNames(author, courseId, { lessonId: unknownId })).toEqual([]);
  });

  it('answers 404 to learners', async () => {
    const { learner, courseId } = await buildAssignment();
    expect(toCode(await list(learner, courseId))).toEqual([404, 'course.not_found']);
  });
});

describe('GET /courses/submissions/:submissionId', () => {
  it('answers 200 with all that is needed to grade it', async () => {
    const { author, learner, courseId, params } = await buildAssignment({ rubric, due: { due: 'at', at: moment } });
    const file = await buildFile(learner, params);
    const { id } = await handIn(learner, params, { text: '<b>Мысль</b>', link: 'https://example.org', files: [file] });
    const { status, body, headers } = await read(author, id);
    expect([status, headers['etag']]).toEqual([200, '"2"']);
    expect(body).toMatchObject({
      ...{ id, courseId, text: '<b>Мысль</b>', link: 'https://example.org', files: [{ id: file }], dueAt: moment },
      ...{ rubric, feedback: null, feedbackText: null, gradedBy: null, scores: [], status: 'submitted', version: 2 },
    });
  });

  it('answers 404 to drafts, and to whoever does not teach the course; who only looks at all courses does not grade', async () => {
    const { author, learner, params } = await buildAssignment();
    const { body: draft } = await trySave(learner, params);
    expect(toCode(await read(author, draft.id))).toEqual([404, 'submission.not_found']);
    await trySubmit(learner, params);
    const stranger = await buildOtherAuthor();
    for (const person of [learner, stranger]) {
      expect(toCode(await read(person, draft.id))).toEqual([404, 'submission.not_found']);
      expect(toCode(await tryGrade(person, draft))).toEqual([404, 'submission.not_found']);
    }
    expect((await read(asStaff(), draft.id)).status).toBe(200);
    expect(toCode(await tryGrade(asStaff(), draft))).toEqual([404, 'submission.not_found']);
  });
});

describe('POST /courses/submissions/:submissionId/grade', () => {
  it('finishes lesson and course by acceptance, and tells the learner', async () => {
    const { author, learner, enrolment, courseId, params } = await buildAssignment();
    const submission = await handIn(learner, params);
    expect(await readProgress(learner, courseId)).toMatchObject({ course: 0, completedAt: null, percent: null });
    const feedback = '**Хорошо** <script>alert(1)</script>';
    const graded = await grade(author, submission, { points: 7.5, feedback });
    const shown = { status: 'accepted', points: 7.5, percent: 75, gradedAt: moment, scores: [] };
    expect(graded).toMatchObject({ ...shown, version: 3, gradedBy: author.id, feedbackText: feedback });
    const { current } = (await service.call(getSubmission, { as: learner, params })).body;
    expect(current).toMatchObject(shown);
    expect(current.feedback).toContain('<strong>Хорошо</strong>');
    expect(current.feedback).not.toContain('<script');
    expect(await readProgress(learner, courseId)).toMatchObject({ course: 100, completedAt: moment, percent: 75 });
    const ids = { ...params, enrolmentId: enrolment.id, personId: learner.id, title: 'Эссе', occurredAt: moment };
    const score = { number: 1, points: 7.5, maxPoints: 10, percent: 75, decision: 'accept' };
    const versionId = expect.any(String);
    expect(await listEvents(workGraded.name, learner.id)).toEqual([{ ...ids, ...score, versionId, submissionId: submission.id }]);
    expect(await listEvents(lessonCompleted.name, learner.id)).toEqual([{ ...ids, versionId, percent: 75 }]);
    expect(await listEvents(courseCompleted.name, learner.id)).toHaveLength(1);
    expect(await listMails(learner.id)).toHaveLength(1);
  });

  it('returns work without finishing the lesson', async () => {
    const { author, learner, courseId, params } = await buildAssignment();
    await grade(author, await handIn(learner, params), { points: 10, decision: 'return' });
    expect(await readProgress(learner, courseId)).toMatchObject({ course: 0, completedAt: null, percent: null });
    expect(await listEvents(workGraded.name, learner.id)).toMatchObject([{ decision: 'return', percent: 100 }]);
    expect(await listMails(learner.id)).toHaveLength(1);
  });

  it('adds the points of a rubric up', async () => {
    const { author, learner, params } = await buildAssignment({ rubric });
    const scores = [
      { criterionId: 'style', points: 0.1 },
      { criterionId: 'idea', points: 0.2 },
    ];
    const graded = await grade(author, await handIn(learner, params), { points: undefined, scores });
    expect(graded).toMatchObject({ points: 0.3, percent: 3, scores: scores.toReversed() });
  });

  it.each<[string, boolean, Parameters<typeof tryGrade>[2], string]>([
    ['more points than there are', false, { points: 10.5 }, '/body/points'],
    ['no points', false, { points: undefined }, '/body/points'],
    ['scores without a rubric', false, { scores: [{ criterionId: 'idea', points: 1 }] }, '/body/scores'],
    ['points beside a rubric', true, { points: 5 }, '/body/points'],
    ['scores of some criteria', true, { points: undefined, scores: [{ criterionId: 'idea', points: 1 }] }, '/body/scores'],
    [
      'a criterion that is not there',
      true,
      { points: undefined, scores: [{ criterionId: 'x', points: 1 }] },
      '/body/scores/0/criterionId',
    ],
    [
      'more points than a criterion has',
      true,
      { points: undefined, scores: [{ criterionId: 'idea', points: 7 }] },
      '/body/scores/0/points',
    ],
  ])('answers 422 to %s', async (_, hasRubric, body, pointer) => {
    const { author, learner, params } = await buildAssignment(hasRubric ? { rubric } : {});
    const answer = await tryGrade(author, await handIn(learner, params), body);
    expect([...toCode(answer), answer.body.errors?.[0]?.pointer]).toEqual([422, 'submission.score_invalid', pointer]);
    expect(await listEvents(workGraded.name, learner.id)).toEqual([]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['points below zero', { points: -1 }, '/body/points'],
    ['no such decision', { decision: 'reject' }, '/body/decision'],
    ['feedback that is too long', { feedback: 'а'.repeat(20_001) }, '/body/feedback'],
  ])('answers 400 to %s', async (_, body, pointer) => {
    const { author } = await buildAssignment();
    const answer = await tryGrade(author, { id: unknownId }, body);
    expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([400, pointer]);
  });

  it('takes one of several grades at once that were given to the same version, and answers 412 to the others', async () => {
    const { author, learner, params } = await buildAssignment();
    const submission = await handIn(learner, params);
    const headers = { 'if-match': '"2"' };
    const teachers = [author, ...Array.from({ length: 9 }, () => asAdmin())];
    // Opens the connections that the race needs.
    await Promise.all(teachers.map((as) => read(as, submission.id)));
    const answers = await Promise.all(
      teachers.map((as, points) => {
        const decision = points % 2 === 0 ? 'accept' : 'return';
        return tryGrade(as, submission, { points, decision }, headers);
      }),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array(9).fill(412)]);
    const winner = answers.find(({ status }) => status === 200);
    expect((await read(author, submission.id)).body).toEqual(winner?.body);
    expect(await listEvents(workGraded.name, learner.id)).toHaveLength(1);
  });

  it('changes nothing by the same grade again, and makes another version of another one', async () => {
    const { author, learner, courseId, params } = await buildAssignment();
    const submission = await handIn(learner, params);
    const first = await grade(author, submission);
    expect(await grade(asAdmin(), submission)).toEqual(first);
    // The answer to it was lost.
    const repeated = await tryGrade(author, submission, {}, { 'if-match': `"${first.version - 1}"` });
    expect([repeated.status, repeated.body]).toEqual([200, first]);
    expect(await grade(author, submission, { points: 9 })).toMatchObject({ points: 9, version: first.version + 1 });
    expect(await listEvents(workGraded.name, learner.id)).toHaveLength(2);
    expect(await listEvents(lessonCompleted.name, learner.id)).toHaveLength(1);
    expect(await readProgress(learner, courseId)).toMatchObject({ percent: 90 });
  });

  it('finishes the course of who was ended meanwhile and comes back, with one event', async () => {
    const { author, learner, courseId, params } = await buildAssignment();
    const submission = await handIn(learner, params);
    const person = { courseId, personId: learner.id };
    await service.call(endEnrolment, { as: author, params: person });
    await grade(author, submission);
    expect(await listEvents(courseCompleted.name, learner.id)).toEqual([]);
    const back = await enrolByTeacher(author, courseId, { personId: learner.id });
    expect(back).toMatchObject({ status: 'completed', completedAt: expect.any(String) });
    expect(await listEvents(courseCompleted.name, learner.id)).toHaveLength(1);
  });

  it('answers 409 to taking an acceptance back', async () => {
    const { author, learner, params } = await buildAssignment();
    const submission = await handIn(learner, params);
    await grade(author, submission);
    expect(toCode(await tryGrade(author, submission, { decision: 'return' }))).toEqual([409, 'submission.accepted']);
  });

  it('answers 409 to work that was handed in again since', async () => {
    const { author, learner, params } = await buildAssignment();
    const first = await handIn(learner, params);
    await grade(author, first, { decision: 'return' });
    await trySave(learner, params);
    await grade(author, first, { points: 8, decision: 'return' });
    await trySubmit(learner, params);
    expect(toCode(await tryGrade(author, first))).toEqual([409, 'submission.superseded']);
  });
});

/** Adds a lesson that keeps the course unfinished, and gives its id. */
async function keepUnfinished({ author, courseId, moduleId }: AssignedCourse): Promise<string> {
  const { id } = await buildLesson(author, courseId, { moduleId, title: 'Дальше' });
  await publish(author, courseId);
  return id;
}

/** Publishes the assignment anew, to be done again. */
async function askToRetake({ author, courseId, params: { lessonId } }: AssignedCourse, learner: TestActor): Promise<void> {
  service.clock.advance(1000);
  await changeLesson(author, courseId, lessonId, { title: 'Эссе', content: assignment({ maxSubmissions: 1, points: 20 }) });
  await publish(author, courseId, { choices: [{ lessonId, choice: 'retake' }] });
  expect(await readProgress(learner, courseId)).toMatchObject({ completedAt: null, percent: null, retake: true });
}

describe('an assignment that is to be done again', () => {
  it('is open to a new submission, and what was before stays in the history and does not count', async () => {
    const course = await buildAssignment({ maxSubmissions: 1 });
    const { author, learner, courseId, params } = course;
    await keepUnfinished(course);
    const first = await handIn(learner, params);
    await grade(author, first);
    await askToRetake(course, learner);
    expect((await service.call(getSubmission, { as: learner, params })).body).toMatchObject({
      left: 1,
      current: { number: 1, status: 'accepted', maxPoints: 10 },
    });
    const second = await handIn(learner, params);
    expect(second).toMatchObject({ number: 2, maxPoints: 20 });
    expect(await grade(author, second, { points: 20 })).toMatchObject({ percent: 100 });
    expect(await readProgress(learner, courseId)).toMatchObject({ percent: 100, completedAt: expect.any(String), retake: false });
  });

  it('is not finished by a new grade of what was handed in before', async () => {
    const course = await buildAssignment({ maxSubmissions: 1 });
    const { author, learner, courseId, params } = course;
    await keepUnfinished(course);
    const first = await handIn(learner, params);
    await grade(author, first);
    await askToRetake(course, learner);
    await grade(author, first, { points: 10 });
    expect(await readProgress(learner, courseId)).toMatchObject({ percent: null, completedAt: null });
  });
});

describe('the mail about graded work', () => {
  it.each([
    ['en', 'Other learners have looked at your work “Essay”: it was accepted.', 'Read what they say'],
    ['ru', 'Другие слушатели проверили вашу работу «Essay»: она принята.', 'Прочитать отзывы'],
  ] as const)('says in %s that peer reviews accepted it', (locale, paragraph, label) => {
    const ids = { courseId: unknownId, lessonId: unknownId };
    const data = { ...ids, title: 'Essay', points: 7, maxPoints: 10, decision: 'accept', byPeers: true } as const;
    const { letters } = workGradedMail({ accountId: unknownId, data });
    expect([letters[locale].paragraphs[0], letters[locale].action?.label]).toEqual([paragraph, label]);
  });

  it.each([
    ['en', 'accept', 'Your work “Essay” was accepted', 'Points: 7.5 of 10.'],
    ['en', 'return', 'Your work “Essay” was returned to you', 'Points: 7.5 of 10.'],
    ['ru', 'accept', 'Ваша работа «Essay» принята', 'Баллы: 7,5 из 10.'],
    ['ru', 'return', 'Ваша работа «Essay» возвращена на доработку', 'Баллы: 7,5 из 10.'],
  ] as const)('says in %s to %s what became of it', (locale, decision, subject, score) => {
    const data = { courseId: unknownId, lessonId: unknownId, title: 'Essay', points: 7.5, maxPoints: 10, decision };
    const { letters } = workGradedMail({ accountId: unknownId, data });
    expect(letters[locale].subject).toBe(subject);
    expect(letters[locale].paragraphs).toContain(score);
  });
});
