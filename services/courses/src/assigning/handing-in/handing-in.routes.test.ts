import { getSubmission, workSubmitted } from '@lyceum/contracts/courses/assignment';
import { endEnrolment } from '@lyceum/contracts/courses/enrolment';
import type { TestActor } from '@lyceum/testing/actors';
import {
  type AssignmentParams,
  announce,
  assignment,
  buildAssignment,
  buildFile,
  grade,
  handIn,
  trySave,
  trySubmit,
} from '../../../test/assignment-factories.ts';
import { service } from '../../../test/courses-service.ts';
import {
  buildEnrolment,
  buildLearner,
  buildPublishedCourse,
  changeLesson,
  getOutlineAs,
  publish,
  unknownId,
} from '../../../test/factories.ts';

const moment = '2026-11-20T10:00:00.000Z';
beforeEach(() => service.clock.set(new Date(moment)));
afterAll(() => service.clock.reset());

const get = (as: TestActor, params: AssignmentParams) => service.call(getSubmission, { as, params });

const dueTomorrow = { due: { due: 'after', days: 1 } } as const;

const toCode = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code];

const listEvents = async (personId: string) =>
  (await service.outbox(workSubmitted.name)).map(({ payload }) => payload).filter((payload) => payload['personId'] === personId);

describe('PUT /courses/:courseId/lessons/:lessonId/submission', () => {
  it('answers 200 with the draft, which the next one replaces, and begins the lesson', async () => {
    const { learner, params } = await buildAssignment();
    const file = await buildFile(learner, params);
    const first = await trySave(learner, params, { text: ' Мысль. ', link: 'https://example.org/1', files: [file] });
    expect(first.status).toBe(200);
    expect(first.body).toEqual({
      ...{ id: expect.any(String), lessonId: params.lessonId, number: 1, status: 'draft', maxPoints: 10 },
      ...{ text: 'Мысль.', link: 'https://example.org/1', files: [expect.objectContaining({ id: file, status: 'ready' })] },
      ...{ submittedAt: null, late: null, gradedAt: null, points: null, percent: null, scores: [], feedback: null },
    });
    const second = await trySave(learner, params, { text: 'Другая.' });
    expect(second.body).toEqual({ ...first.body, text: 'Другая.', link: null, files: [] });
    expect((await get(learner, params)).body).toEqual({ dueAt: null, left: null, current: second.body, earlier: [] });
    const { modules } = await getOutlineAs(learner, params.courseId);
    expect(modules[0]?.lessons[0]?.progress?.startedAt).toBe(moment);
  });

  it.each<[string, Parameters<typeof trySave>[2], string]>([
    ['an address that is none', { link: 'ftp://example.org' }, '/body/link'],
    ['more files than any assignment takes', { files: Array.from({ length: 11 }, () => unknownId) }, '/body/files'],
    ['a file that is named twice', { files: [unknownId, unknownId] }, '/body/files'],
    ['a text that is too long', { text: 'а'.repeat(50_001) }, '/body/text'],
  ])('answers 400 to %s', async (_, body, pointer) => {
    const { learner, params } = await buildAssignment();
    const answer = await trySave(learner, params, body);
    expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([400, pointer]);
  });

  it('answers 422 to what the assignment does not take and says what', async () => {
    const onlyText = await buildAssignment({ takes: { text: true } });
    const file = '01935e1c-0000-7000-8000-000000000001';
    const onlyLink = await buildAssignment({ takes: { link: true } });
    const answers = [
      await trySave(onlyText.learner, onlyText.params, { link: 'https://example.org' }),
      await trySave(onlyText.learner, onlyText.params, { files: [file] }),
      await trySave(onlyLink.learner, onlyLink.params, { text: 'Работа.' }),
    ];
    expect(answers.map(toCode)).toEqual(answers.map(() => [422, 'submission.not_taken']));
    expect(answers.map(({ body }) => body.detail)).toEqual([
      'It takes no link.',
      'It takes 0 files at most.',
      'It takes no text.',
    ]);
  });

  it('answers 404 to a file of somebody else, of another course and of nobody', async () => {
    const { learner, courseId, params } = await buildAssignment();
    const { learner: other } = await buildEnrolment(courseId);
    const elsewhere = await buildAssignment({}, { learner });
    const foreign = [await buildFile(other, params), await buildFile(learner, elsewhere.params), unknownId];
    const own = await buildFile(learner, params);
    for (const file of foreign) {
      const answer = await trySave(learner, params, { files: [own, file] });
      expect(toCode(answer)).toEqual([404, 'submission_file.not_found']);
      expect(answer.body.errors).toMatchObject([{ pointer: '/body/files/1' }]);
    }
    expect((await get(learner, params)).body.current).toBeNull();
  });

  it('answers 409 to a file that is not uploaded', async () => {
    const { learner, params } = await buildAssignment();
    const { body } = await announce(learner, params);
    expect(toCode(await trySave(learner, params, { files: [body.id] }))).toEqual([409, 'submission_file.not_ready']);
  });

  it('answers 409 to a lesson that is no assignment', async () => {
    const { courseId, lessons } = await buildPublishedCourse();
    const { learner } = await buildEnrolment(courseId);
    const params = { courseId, lessonId: lessons[0] ?? '' };
    for (const answer of [await trySave(learner, params), await trySubmit(learner, params)])
      expect(toCode(answer)).toEqual([409, 'lesson.no_assignment']);
  });

  it('answers 404 to a lesson and to a course that are not there', async () => {
    const { learner, params } = await buildAssignment();
    for (const call of [trySave, trySubmit, get]) {
      expect(toCode(await call(learner, { ...params, lessonId: unknownId }))).toEqual([404, 'lesson.not_found']);
      expect(toCode(await call(learner, { ...params, courseId: unknownId }))).toEqual([404, 'course.not_found']);
    }
  });
});

describe('POST /courses/:courseId/lessons/:lessonId/submission/submit', () => {
  it('answers 200 with what waits for its grade now, and tells of it', async () => {
    const { learner, enrolment, params } = await buildAssignment(dueTomorrow);
    const { body: draft } = await trySave(learner, params);
    const { status, body } = await trySubmit(learner, params);
    expect([status, body]).toEqual([200, { ...draft, status: 'submitted', submittedAt: moment, late: false }]);
    const ids = { ...params, enrolmentId: enrolment.id, personId: learner.id, submissionId: draft.id };
    expect(await listEvents(learner.id)).toEqual([
      { ...ids, versionId: expect.any(String), number: 1, title: 'Эссе', late: false, occurredAt: moment },
    ]);
  });

  it('answers 409 when there is nothing to hand in', async () => {
    const { learner, params } = await buildAssignment();
    expect(toCode(await trySubmit(learner, params))).toEqual([409, 'submission.empty']);
    await trySave(learner, params, { text: ' ' });
    expect(toCode(await trySubmit(learner, params))).toEqual([409, 'submission.empty']);
  });

  it('makes one submission of several requests at once', async () => {
    const { learner, params } = await buildAssignment();
    await trySave(learner, params);
    // Opens the connections that the race needs.
    await Promise.all(Array.from({ length: 20 }, () => get(learner, params)));
    const answers = await Promise.all(Array.from({ length: 20 }, () => trySubmit(learner, params)));
    const codes = answers.map(({ status, body }) => (status === 200 ? 'submitted' : body.code));
    expect(codes.toSorted()).toEqual([...Array(19).fill('submission.waiting'), 'submitted']);
    expect(await listEvents(learner.id)).toHaveLength(1);
    expect((await get(learner, params)).body).toMatchObject({ current: { number: 1, status: 'submitted' }, earlier: [] });
  });

  it('takes no draft while work waits, and hands in what was saved last when both come at once', async () => {
    const { learner, params } = await buildAssignment();
    await trySave(learner, params, { text: 'Было' });
    const [saved, submitted] = await Promise.all([trySave(learner, params, { text: 'Стало' }), trySubmit(learner, params)]);
    expect(submitted.status).toBe(200);
    expect(submitted.body.text).toBe(saved.status === 200 ? 'Стало' : 'Было');
    expect(toCode(await trySave(learner, params))).toEqual([409, 'submission.waiting']);
    expect((await get(learner, params)).body.current.text).toBe(submitted.body.text);
  });

  it('takes work at the deadline, and answers 409 with the moment right after it where late work is refused', async () => {
    const { learner, courseId, params } = await buildAssignment({ ...dueTomorrow, late: 'refused' });
    const { learner: other } = await buildEnrolment(courseId);
    for (const person of [learner, other]) await trySave(person, params);
    service.clock.advance(86_400_000);
    expect((await trySubmit(learner, params)).body).toMatchObject({ status: 'submitted', late: false });
    service.clock.advance(1);
    const answer = await trySubmit(other, params);
    expect([...toCode(answer), answer.body.detail]).toEqual([409, 'submission.too_late', 'It was due at 2026-11-21 10:00 UTC.']);
    const russian = await trySave({ ...other, locale: 'ru' }, params);
    expect([russian.body.code, russian.body.detail]).toEqual([
      'submission.too_late',
      'Сдать нужно было до 21.11.2026 в 10:00 UTC.',
    ]);
    expect(await listEvents(other.id)).toEqual([]);
  });

  it('marks late work where it is accepted', async () => {
    const { learner, params } = await buildAssignment({ due: { due: 'at', at: moment } });
    service.clock.advance(1);
    expect(await handIn(learner, params)).toMatchObject({ late: true });
  });

  it('takes the work again after it was returned, until none is left, and keeps what was before', async () => {
    const { author, learner, params } = await buildAssignment({ maxSubmissions: 2 });
    for (const number of [1, 2]) {
      const submission = await handIn(learner, params, { text: `Попытка ${number}` });
      expect(submission.number).toBe(number);
      await grade(author, submission, { points: number, decision: 'return' });
    }
    expect(toCode(await trySave(learner, params))).toEqual([409, 'submission.none_left']);
    expect(toCode(await trySubmit(learner, params))).toEqual([409, 'submission.none_left']);
    expect((await get(learner, params)).body).toMatchObject({
      left: 0,
      current: { number: 2, text: 'Попытка 2', status: 'returned', points: 2 },
      earlier: [{ number: 1, text: 'Попытка 1', status: 'returned', points: 1, percent: 10 }],
    });
  });

  it('answers 409 when the work is accepted', async () => {
    const { author, learner, params } = await buildAssignment();
    await grade(author, await handIn(learner, params));
    expect(toCode(await trySave(learner, params))).toEqual([409, 'submission.accepted']);
    expect(toCode(await trySubmit(learner, params))).toEqual([409, 'submission.accepted']);
  });

  it('answers 422 when the assignment does not take it any more since it was published anew', async () => {
    const { author, learner, params } = await buildAssignment();
    await trySave(learner, params);
    await changeLesson(author, params.courseId, params.lessonId, { content: assignment({ takes: { link: true } }) });
    await publish(author, params.courseId);
    expect(toCode(await trySubmit(learner, params))).toEqual([422, 'submission.not_taken']);
    await trySave(learner, params, { link: 'https://example.org' });
    expect((await trySubmit(learner, params)).status).toBe(200);
  });

  it('answers 403 with the reason when the enrolment was ended, after which the work can still be read', async () => {
    const { author, learner, courseId, params } = await buildAssignment();
    const { body: draft } = await trySave(learner, params);
    await service.call(endEnrolment, { as: author, params: { courseId, personId: learner.id } });
    for (const answer of [await trySubmit(learner, params), await trySave(learner, params)])
      expect([...toCode(answer), answer.body.reason?.code]).toEqual([403, 'lesson.locked', 'enrolment-ended']);
    expect((await get(learner, params)).body.current).toEqual(draft);
  });
});

describe('GET /courses/:courseId/lessons/:lessonId/submission', () => {
  it('answers 403 with the reason to who does not learn here', async () => {
    const { author, params } = await buildAssignment();
    for (const person of [author, await buildLearner()]) {
      const answer = await get(person, params);
      expect([...toCode(answer), answer.body.reason.code]).toEqual([403, 'lesson.locked', 'not-enrolled']);
    }
  });

  it('still has the work when the lesson is no assignment any more', async () => {
    const { author, learner, courseId, params } = await buildAssignment({ maxSubmissions: 2, due: { due: 'at', at: moment } });
    await handIn(learner, params);
    await changeLesson(author, courseId, params.lessonId);
    await publish(author, courseId);
    expect((await get(learner, params)).body).toMatchObject({ dueAt: null, left: null, current: { status: 'submitted' } });
  });
});
