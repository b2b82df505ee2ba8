import { endEnrolment } from '@lyceum/contracts/courses/enrolment';
import * as contract from '@lyceum/contracts/courses/gradebook';
import { asUser } from '@lyceum/testing/actors';
import { parse } from 'csv-parse/sync';
import { strFromU8, unzipSync } from 'fflate';
import { buildAssignment } from '../../../test/assignment-factories.ts';
import { service } from '../../../test/courses-service.ts';
import {
  answerAll,
  buildBank,
  buildCohort,
  buildEnrolment,
  buildLearner,
  buildLesson,
  buildPublishedCourse,
  buildQuiz,
  changeLesson,
  enrolByTeacher,
  knowPerson,
  type PublishedCourse,
  publish,
  startQuiz,
  submit,
  unknownId,
} from '../../../test/factories.ts';

type Settings = contract.GradebookSettings;

const getSettings = ({ author, courseId }: PublishedCourse) =>
  service.call(contract.getGradebookSettings, { as: author, params: { courseId } });

const putSettings = (
  { author, courseId }: PublishedCourse,
  body: Partial<Settings>,
  headers: Readonly<Record<string, string>> = {},
) =>
  service.call(contract.putGradebookSettings, {
    as: author,
    params: { courseId },
    body: { categories: [], items: [], ungraded: 'ignored', ...body },
    headers,
  });

const read = ({ author, courseId }: PublishedCourse, query: { cohortId?: string; limit?: string; cursor?: string } = {}) =>
  service.call(contract.getGradebook, { as: author, params: { courseId }, query });

/** A quiz of two questions that a learner has half right. */
async function buildGraded() {
  const quiz = await buildQuiz();
  const learner = await buildLearner();
  await buildEnrolment(quiz.courseId, learner);
  const attempt = await startQuiz(learner, quiz);
  const [right, wrong] = [answerAll(attempt), answerAll(attempt, false)];
  await submit(learner, attempt, [...right.slice(0, 1), ...wrong.slice(1)]);
  return { ...quiz, learner, lessonId: quiz.lessons[0] ?? '' };
}

describe('GET and PUT /courses/:courseId/gradebook/settings', () => {
  it('answers 200 with what holds before anybody has said anything, and then with what was said', async () => {
    const course = await buildGraded();
    expect((await getSettings(course)).body).toEqual({ categories: [], items: [], ungraded: 'ignored', version: 0 });
    const categories = [{ id: 'quizzes', title: 'Тесты', weight: 60, dropLowest: 1 }];
    const items = [{ lessonId: course.lessonId, categoryId: 'quizzes', weight: 2 }];
    const { status, body, headers } = await putSettings(course, { categories, items, ungraded: 'zero' });
    expect([status, body, headers['etag']]).toEqual([200, { categories, items, ungraded: 'zero', version: 1 }, '"1"']);
    expect((await getSettings(course)).body).toEqual(body);
    expect((await putSettings(course, {}, { 'if-match': '"0"' })).status).toBe(412);
  });

  it('answers 422 to a lesson and a category that are not there, and says where', async () => {
    const course = await buildGraded();
    const items = [
      { lessonId: course.lessonId, categoryId: 'none', weight: 1 },
      { lessonId: unknownId, categoryId: null, weight: 1 },
    ];
    const { status, body } = await putSettings(course, { items });
    expect([status, body.code, body.errors.map(({ pointer }: { pointer: string }) => pointer)]).toEqual([
      422,
      'gradebook.unknown_item',
      ['/body/items/0/categoryId', '/body/items/1/lessonId'],
    ]);
    expect((await getSettings(course)).body.version).toBe(0);
  });

  it.each([
    ['a category twice', { categories: [1, 2].map(() => ({ id: 'a', title: 'А', weight: 1, dropLowest: 0 })) }],
    ['a lesson twice', { items: [1, 2].map(() => ({ lessonId: unknownId, categoryId: null, weight: 1 })) }],
    ['a weight below zero', { categories: [{ id: 'a', title: 'А', weight: -1, dropLowest: 0 }] }],
    ['another word', { ungraded: 'maybe' as 'zero' }],
  ])('answers 400 to %s', async (_, wrong) => {
    expect((await putSettings(await buildPublishedCourse(), wrong)).status).toBe(400);
  });

  it('ends with one of two that are put at once by what they have read', async () => {
    const course = await buildPublishedCourse();
    const answers = await Promise.all(
      ['zero', 'ignored'].map((ungraded) => putSettings(course, { ungraded: ungraded as 'zero' }, { 'if-match': '"0"' })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412]);
  });
});

describe('GET /courses/:courseId/gradebook', () => {
  it('says of which assignments learners review each other’s work', async () => {
    for (const peerReview of [null, { reviews: 1 }]) {
      const { author, courseId } = await buildAssignment({ peerReview });
      const { body } = await service.call(contract.getGradebook, { as: author, params: { courseId } });
      expect(body.lessons).toMatchObject([{ type: 'assignment', peerReview: peerReview !== null }]);
    }
  });

  it('answers 200 with the results of each learner and what they come to, without who has left', async () => {
    const course = await buildGraded();
    const { courseId, lessonId, learner, author } = course;
    const gone = (await buildEnrolment(courseId)).learner;
    await service.call(endEnrolment, { as: author, params: { courseId, personId: gone.id } });
    const fresh = await knowPerson(asUser(), { name: 'Борис' });
    await buildEnrolment(courseId, fresh);
    const { status, body } = await read(course);
    expect(status).toBe(200);
    expect(body.lessons).toEqual([{ lessonId, title: 'Тест', type: 'quiz', categoryId: null, weight: 1, peerReview: false }]);
    expect(body.items).toMatchObject([
      { personId: fresh.id, percents: [null], categories: [], total: null },
      { personId: learner.id, name: 'Анна', email: `${learner.id}@example.org`, percents: [50], total: 50 },
    ]);
  });

  it('counts a lesson that a learner’s revision does not have neither for nor against them', async () => {
    const course = await buildGraded();
    const { author, courseId, moduleId, learner } = course;
    const settings = { questions: [{ bankId: await buildBank(author, courseId), draw: null }] };
    const { id } = await buildLesson(author, courseId, { moduleId, title: 'Ещё тест', content: { type: 'quiz', settings } });
    await publish(author, courseId, { choices: [{ lessonId: id, choice: 'keep' }] });
    await putSettings(course, { ungraded: 'zero' });
    const { learner: newcomer } = await buildEnrolment(courseId);
    const { body } = await read(course);
    expect(body.lessons.map(({ title }: { title: string }) => title)).toEqual(['Тест', 'Ещё тест']);
    expect(body.items).toMatchObject([
      { personId: newcomer.id, percents: [null, null], total: 0 },
      { personId: learner.id, percents: [50, null], total: 50 },
    ]);
  });

  it('keeps to a cohort, and pages', async () => {
    const course = await buildPublishedCourse();
    const { author, courseId } = course;
    const cohort = await buildCohort(author, courseId);
    const people = [await buildLearner(), await buildLearner(), await buildLearner()];
    for (const { id: personId } of people.slice(1)) await enrolByTeacher(author, courseId, { personId, cohortId: cohort.id });
    await buildEnrolment(courseId, people[0]);
    const first = await read(course, { cohortId: cohort.id, limit: '1' });
    const second = await read(course, { cohortId: cohort.id, limit: '1', cursor: first.body.nextCursor });
    expect([...first.body.items, ...second.body.items].map(({ personId }) => personId)).toEqual([people[2]?.id, people[1]?.id]);
    expect(second.body.nextCursor).toBeNull();
    expect((await read(course, { limit: '501' })).status).toBe(400);
  });
});

describe('GET /courses/:courseId/grades', () => {
  it('answers 200 with one’s own results by category', async () => {
    const course = await buildGraded();
    const { courseId, lessonId, learner } = course;
    const categories = [{ id: 'quizzes', title: 'Тесты', weight: 1, dropLowest: 0 }];
    await putSettings(course, { categories, items: [{ lessonId, categoryId: 'quizzes', weight: 1 }] });
    const { status, body } = await service.call(contract.getOwnGrades, { as: learner, params: { courseId } });
    expect([status, body]).toEqual([
      200,
      {
        lessons: [{ lessonId, title: 'Тест', type: 'quiz', categoryId: 'quizzes', weight: 1, peerReview: false, percent: 50 }],
        categories: [{ id: 'quizzes', percent: 50 }],
        total: 50,
      },
    ]);
  });

  it('answers 404 to whoever is not in the course', async () => {
    const { courseId } = await buildPublishedCourse();
    const { body } = await service.call(contract.getOwnGrades, { as: await buildLearner(), params: { courseId } });
    expect(body.code).toBe('enrolment.not_found');
  });
});

describe('GET /courses/:courseId/gradebook/export', () => {
  async function exportAs(course: PublishedCourse, format: 'csv' | 'xlsx', query: { cohortId?: string } = {}) {
    const { author: as, courseId } = course;
    const { body } = await service.call(contract.exportGradebook, { as, params: { courseId }, query: { format, ...query } });
    return { ...body, bytes: Buffer.from(body.file, 'base64') };
  }

  it('answers 200 with a table in which nothing a person wrote is a formula', async () => {
    const course = await buildGraded();
    await changeLesson(course.author, course.courseId, course.lessonId, {
      title: '=СУММ(A1)',
      content: { type: 'quiz', settings: { questions: [{ bankId: course.bankId, draw: null }] } },
      completion: { rule: 'passed', percent: 70 },
    });
    await publish(course.author, course.courseId);
    const hostile = await knowPerson(asUser(), { name: ' =HYPERLINK("http://evil.test")' });
    await buildEnrolment(course.courseId, hostile);
    const { name, mediaType, bytes } = await exportAs(course, 'csv');
    expect([name, mediaType]).toEqual(['Основы TypeScript.csv', 'text/csv; charset=utf-8']);
    const rows: string[][] = parse(bytes, { bom: true });
    expect(rows[0]).toEqual(['Name', 'E-mail', "'=СУММ(A1)", 'Total, %']);
    expect(rows.slice(1).map(([who, , percent, total]) => [who, percent, total])).toEqual([
      ['\'=HYPERLINK("http://evil.test")', '', ''],
      ['Анна', '50', '50'],
    ]);
  });

  it('answers 200 with a workbook whose numbers are numbers and whose texts are texts', async () => {
    const course = await buildGraded();
    const hostile = await knowPerson(asUser(), { name: '<&>"\u0001=1+1' });
    await buildEnrolment(course.courseId, hostile);
    const { mediaType, bytes } = await exportAs(course, 'xlsx');
    expect(mediaType).toContain('spreadsheetml');
    const sheet = strFromU8(unzipSync(bytes)['xl/worksheets/sheet1.xml'] ?? new Uint8Array());
    expect(sheet).toContain('<c r="A2" t="inlineStr"><is><t xml:space="preserve">&lt;&amp;&gt;"=1+1</t></is></c>');
    expect(sheet).toContain('<c r="C3"><v>50</v></c><c r="D3"><v>50</v></c>');
  });
});
