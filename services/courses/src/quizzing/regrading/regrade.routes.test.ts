import { deleteQuestion } from '@lyceum/contracts/courses/question-bank';
import { listRegrades, orderRegrade, type Regrade } from '@lyceum/contracts/courses/regrade';
import { asAdmin, asUser } from '@lyceum/testing/actors';
import { service } from '../../../test/courses-service.ts';
import { buildEnrolment, buildQuestion, buildQuiz, knowPerson, startQuiz, unknownId } from '../../../test/factories.ts';
import { buildRegradable, correct, finishQuiz, readRegrade, regrade, tryRegrade } from '../../../test/regrade-factories.ts';

const moment = '2026-11-20T10:00:00.000Z';
beforeEach(() => service.clock.set(new Date(moment)));
afterAll(() => service.clock.reset());

describe('POST /courses/:courseId/lessons/:lessonId/regrades', () => {
  it('answers 202 with what is ordered, which is done by a job', async () => {
    const quiz = await buildRegradable();
    await knowPerson(quiz.author, { name: 'Пётр' });
    await finishQuiz(quiz, true);
    await correct(quiz);
    const { status, body } = await tryRegrade(quiz, 'corrected');
    const ordered = {
      ...{ id: expect.any(String), lessonId: quiz.lessonId, questionId: quiz.questionId, questionTitle: 'Верно ли это?' },
      ...{ questionVersion: 2, rule: 'corrected', status: 'queued', orderedBy: quiz.author.id, orderedByName: 'Пётр' },
      ...{ createdAt: moment, finishedAt: null, seen: 0, changed: 0, unfit: 0, passed: 0 },
    };
    expect([status, body]).toEqual([202, ordered]);
    expect(await service.runJobs()).toMatchObject([{ name: 'courses.regrade-attempts', attempts: 1, error: undefined }]);
    expect(await readRegrade(quiz.author, body)).toEqual({ ...ordered, status: 'done', finishedAt: moment, seen: 1, changed: 1 });
  });

  it('orders one of a request that is sent again with the same Idempotency-Key', async () => {
    const quiz = await buildRegradable();
    await finishQuiz(quiz, true);
    const headers = { 'idempotency-key': 'regrade-1' };
    const [first, again] = [await tryRegrade(quiz, 'full', headers), await tryRegrade(quiz, 'full', headers)];
    expect([again.status, again.body]).toEqual([202, first.body]);
    expect((await service.runJobs()).map(({ name }) => name)).toEqual(['courses.regrade-attempts']);
  });

  it.each([1, 2, 3, 4, 5])('takes one of ten by as many people at once, and answers 409 to the others: round %d', async () => {
    const quiz = await buildRegradable();
    await finishQuiz(quiz, true);
    const answers = await Promise.all(Array.from({ length: 10 }, () => tryRegrade({ ...quiz, author: asAdmin() }, 'full')));
    const codes = answers.map(({ status, body }) => `${status} ${body.code ?? ''}`).toSorted();
    expect(codes).toEqual(['202 ', ...Array.from({ length: 9 }, () => '409 regrade.running')]);
    await service.runJobs();
  });

  it('answers 409 until the one before is done, but not for that of another quiz', async () => {
    const quiz = await buildRegradable();
    await finishQuiz(quiz, true);
    expect((await tryRegrade(quiz, 'full')).status).toBe(202);
    expect((await tryRegrade(quiz, 'better')).body.code).toBe('regrade.running');
    const other = await buildRegradable({ author: quiz.author });
    await finishQuiz(other, true);
    expect((await tryRegrade(other, 'full')).status).toBe(202);
    await service.runJobs();
    expect((await tryRegrade(quiz, 'full')).status).toBe(202);
    await service.runJobs();
  });

  it('answers 409 while no attempt with the question is graded', async () => {
    const quiz = await buildRegradable();
    const { learner } = await buildEnrolment(quiz.courseId);
    await startQuiz(learner, quiz);
    const { status, body } = await tryRegrade(quiz, 'full');
    expect([status, body.code]).toEqual([409, 'regrade.nothing_to_do']);
  });

  it('answers 404 to a question that no attempt has: none at all, one of another course, one of another quiz', async () => {
    const quiz = await buildRegradable();
    await finishQuiz(quiz, true);
    const other = await buildRegradable();
    await finishQuiz(other, true);
    for (const questionId of [unknownId, other.questionId]) {
      const { status, body } = await tryRegrade({ ...quiz, questionId }, 'full');
      expect([status, body.code]).toEqual([404, 'question.not_found']);
    }
    const fresh = await buildRegradable();
    expect((await tryRegrade(fresh, 'full')).body.code).toBe('question.not_found');
  });

  it('answers 404 to the newest version of a question that was deleted, but does without it', async () => {
    const quiz = await buildRegradable();
    await finishQuiz(quiz, false);
    const { author: as, courseId, bankId, questionId } = quiz;
    await service.call(deleteQuestion, { as, params: { courseId, bankId, questionId } });
    for (const rule of ['corrected', 'better'] as const)
      expect((await tryRegrade(quiz, rule)).body.code).toBe('question.not_found');
    const deleted = { questionVersion: null, questionTitle: 'Верно ли это?', status: 'done', changed: 1 };
    expect(await regrade(quiz, 'none-counts')).toMatchObject({ ...deleted, changed: 0 });
    expect(await regrade(quiz, 'full')).toMatchObject(deleted);
  });

  it('answers 404 to whoever may not change the course, and to what is not there', async () => {
    const quiz = await buildRegradable();
    const { learner } = await finishQuiz(quiz, true);
    const stranger = await knowPerson(asUser());
    for (const author of [learner, stranger]) {
      expect(await tryRegrade({ ...quiz, author }, 'full')).toMatchObject({ status: 404, body: { code: 'course.not_found' } });
      const list = await service.call(listRegrades, { as: author, params: quiz.params });
      expect([list.status, list.body.code]).toEqual([404, 'course.not_found']);
    }
    const { courseId } = quiz;
    for (const [params, code] of [
      [{ courseId, lessonId: unknownId }, 'lesson.not_found'],
      [{ courseId: unknownId, lessonId: quiz.lessonId }, 'course.not_found'],
    ] as const) {
      expect((await tryRegrade({ ...quiz, params }, 'full')).body.code).toBe(code);
      expect((await service.call(listRegrades, { as: quiz.author, params })).body.code).toBe(code);
    }
  });

  it.each([
    [{}, 'questionId'],
    [{ questionId: 'one', rule: 'full' }, 'questionId'],
    [{ questionId: unknownId, rule: 'half' }, 'rule'],
  ])('answers 400 to %j', async (body, field) => {
    const quiz = await buildRegradable();
    const answer = await service.call(orderRegrade, {
      as: quiz.author,
      params: quiz.params,
      body: body as { questionId: string; rule: 'full' },
    });
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, `/body/${field}`]);
  });

  it('answers 409 when a quiz has a thousand of them', async () => {
    const quiz = await buildRegradable();
    await finishQuiz(quiz, true);
    const { id } = await regrade(quiz, 'full');
    await service.rows((db) =>
      db.query(
        `INSERT INTO regrades (id, course_id, lesson_id, question_id, question_title, rule, status, ordered_by, created_at, touched_at, finished_at,
           seen, changed, unfit, passed)
         SELECT gen_random_uuid(), course_id, lesson_id, question_id, question_title, rule, status, ordered_by, created_at, touched_at, finished_at, 0, 0, 0, 0
         FROM regrades, generate_series(1, 999) WHERE id = $1`,
        [id],
      ),
    );
    const { status, body } = await tryRegrade(quiz, 'full');
    expect([status, body.code]).toEqual([409, 'regrade.too_many']);
  });
});

describe('GET /courses/:courseId/lessons/:lessonId/regrades', () => {
  it('lists them in pages, the last first', async () => {
    const quiz = await buildRegradable({ questions: [buildQuestion({ title: 'Первый' }), buildQuestion()] });
    await finishQuiz(quiz, true);
    const ordered: Regrade[] = [];
    for (const rule of ['full', 'better', 'none-counts'] as const) {
      ordered.unshift(await regrade(quiz, rule));
      service.clock.advance(1_000);
    }
    const list = (query: { limit: number; cursor?: string }) =>
      service.call(listRegrades, { as: quiz.author, params: quiz.params, query });
    const first = (await list({ limit: 2 })).body;
    const second = (await list({ limit: 2, cursor: first.nextCursor })).body;
    expect([[...first.items, ...second.items], second.nextCursor]).toEqual([ordered, null]);
    expect(ordered.map(({ questionTitle }) => questionTitle)).toEqual(['Первый', 'Первый', 'Первый']);
    expect((await list({ limit: 0 })).status).toBe(400);
    const { author, courseId, lessons } = await buildQuiz({ author: quiz.author });
    const none = await service.call(listRegrades, { as: author, params: { courseId, lessonId: lessons[0] ?? '' } });
    expect(none.body).toEqual({ items: [], nextCursor: null });
  });
});

describe('GET /courses/regrades/:regradeId', () => {
  it('answers 404 to learners, to authors of another course and to what is not there', async () => {
    const quiz = await buildRegradable();
    const { learner } = await finishQuiz(quiz, true);
    const ordered = await regrade(quiz, 'full');
    const unknown = { ...ordered, id: unknownId };
    for (const [person, one] of [
      [learner, ordered],
      [await knowPerson(asUser()), ordered],
      [quiz.author, unknown],
    ] as const)
      expect(await readRegrade(person, one)).toMatchObject({ status: 404, code: 'regrade.not_found' });
  });
});
