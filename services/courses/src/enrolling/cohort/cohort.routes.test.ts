import { randomUUID } from 'node:crypto';
import { type Cohort, createCohort, deleteCohort, listCohorts, updateCohort } from '@lyceum/contracts/courses/cohort';
import {
  createInvitation,
  enrol,
  enrolPerson,
  importLearners,
  learnerEnrolled,
  listLearners,
} from '@lyceum/contracts/courses/enrolment';
import { createCode } from '@lyceum/contracts/courses/enrolment-code';
import { asAdmin, asUser, type TestActor } from '@lyceum/testing/actors';
import type { z } from 'zod';
import { service } from '../../../test/courses-service.ts';
import {
  buildCohort,
  buildLearner,
  buildPublishedCourse,
  enrolByTeacher,
  type PublishedCourse,
} from '../../../test/factories.ts';

type CohortInput = z.input<typeof createCohort.body>;

const dates = { startsAt: '2026-09-01T06:00:00.000Z', endsAt: '2026-12-25T18:00:00.000Z' };

const create = ({ author: as, courseId }: PublishedCourse, body: CohortInput) =>
  service.call(createCohort, { as, params: { courseId }, body });

const update = ({ author: as, courseId }: PublishedCourse, cohortId: string, body: CohortInput, headers = {}) =>
  service.call(updateCohort, { as, params: { courseId, cohortId }, body, headers });

const remove = ({ author: as, courseId }: PublishedCourse, cohortId: string) =>
  service.call(deleteCohort, { as, params: { courseId, cohortId } });

async function list({ courseId }: PublishedCourse, as: TestActor = asUser()): Promise<Cohort[]> {
  const { status, body } = await service.call(listCohorts, { as, params: { courseId } });
  expect(status).toBe(200);
  return body.items;
}

/** Each way to put somebody into a cohort, of somebody new. */
async function referTo({ author: as, courseId }: PublishedCourse, { id: cohortId, name }: Cohort) {
  const params = { courseId };
  const [learner, named] = [await buildLearner(), await buildLearner()];
  const newAddress = () => `${randomUUID()}@example.org`;
  return [
    () => service.call(enrol, { as: learner, params, body: { cohortId } }),
    () => service.call(enrolPerson, { as, params, body: { personId: named.id, cohortId } }),
    () => service.call(createCode, { as, params, body: { cohortId } }),
    () => service.call(createInvitation, { as, params, body: { email: newAddress(), cohortId } }),
    () => service.call(importLearners, { as, params, body: { csv: `email,cohort\n${newAddress()},${name}` } }),
  ];
}

const wrongBodies: [string, object, string][] = [
  ['an empty name', { name: ' ' }, '/body/name'],
  ['a name that is too long', { name: 'я'.repeat(101) }, '/body/name'],
  ['a name of two lines', { name: 'Осень\n2026' }, '/body/name'],
  ['a day as the beginning', { startsAt: '2026-09-01' }, '/body/startsAt'],
  ['an end in another zone', { endsAt: '2026-09-01T00:00:00+03:00' }, '/body/endsAt'],
  ['no seat at all', { seats: 0 }, '/body/seats'],
  ['too many seats', { seats: 100_001 }, '/body/seats'],
  ['half a seat', { seats: 1.5 }, '/body/seats'],
  ['what is not asked', { seatsTaken: 0 }, '/body'],
];

const reversedDates: [string, CohortInput][] = [
  ['before it begins', { name: 'Осень', startsAt: dates.endsAt, endsAt: dates.startsAt }],
  ['at the moment it begins', { name: 'Осень', startsAt: dates.startsAt, endsAt: dates.startsAt }],
  ['half a second before', { name: 'Осень', startsAt: '2026-09-01T06:00:00.500Z', endsAt: '2026-09-01T06:00:00Z' }],
];

describe('POST /courses/:courseId/cohorts', () => {
  it('answers 201 with the cohort', async () => {
    const course = await buildPublishedCourse();
    const { status, body, headers } = await create(course, { name: '  Осень 2026 ', ...dates, seats: 20 });
    const { courseId } = course;
    expect([status, body]).toEqual([
      201,
      { id: expect.any(String), courseId, name: 'Осень 2026', ...dates, seats: 20, seatsTaken: 0, version: 1 },
    ]);
    expect(headers['etag']).toBe('"1"');
  });

  it('takes a name alone, and half a second between beginning and end', async () => {
    const course = await buildPublishedCourse();
    expect((await create(course, { name: 'Весна' })).body).toMatchObject({ startsAt: null, endsAt: null, seats: null });
    const brief = await create(course, { name: 'Миг', startsAt: '2026-09-01T06:00:00Z', endsAt: '2026-09-01T06:00:00.500Z' });
    expect(brief.status).toBe(201);
  });

  it('answers 409 to a name that the course has, and takes it in another course', async () => {
    const course = await buildPublishedCourse();
    await create(course, { name: 'Осень' });
    const repeat = await create(course, { name: 'Осень' });
    expect([repeat.status, repeat.body.code]).toEqual([409, 'cohort.name_taken']);
    expect((await create(await buildPublishedCourse(), { name: 'Осень' })).status).toBe(201);
  });

  it.each(reversedDates)('answers 422 when it ends %s', async (_, body) => {
    const response = await create(await buildPublishedCourse(), body);
    expect([response.status, response.body.code]).toEqual([422, 'cohort.dates_reversed']);
  });

  it('answers 409 to each cohort after the 200th, also of 20 at once', async () => {
    const course = await buildPublishedCourse();
    await service.rows((db) =>
      db.query(
        `INSERT INTO cohorts (id, course_id, name, seats_taken, version)
         SELECT gen_random_uuid(), $1, 'Группа ' || number, 0, 1 FROM generate_series(1, 190) AS number`,
        [course.courseId],
      ),
    );
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => create({ ...course, author: asAdmin() }, { name: `Осень ${index}` })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(10);
    expect(answers.filter(({ status, body }) => status === 409 && body.code === 'cohort.too_many')).toHaveLength(10);
    expect(await list(course)).toHaveLength(200);
  });

  it.each(wrongBodies)('answers 400 to %s', async (_, wrong, pointer) => {
    const response = await create(await buildPublishedCourse(), { name: 'Осень', ...wrong });
    expect([response.status, response.body.errors]).toMatchObject([400, [{ pointer }]]);
  });
});

describe('GET /courses/:courseId/cohorts', () => {
  it('answers 200 to everybody with the cohorts of the course by their names', async () => {
    const course = await buildPublishedCourse();
    const second = await create(course, { name: 'Весна' });
    const first = await create(course, { name: 'Апрель' });
    await create(await buildPublishedCourse(), { name: 'Другая' });
    expect(await list(course)).toEqual([first.body, second.body]);
  });
});

describe('PUT /courses/:courseId/cohorts/:cohortId', () => {
  it('answers 200 with what was changed, and empties what is left out', async () => {
    const course = await buildPublishedCourse();
    const cohort = await buildCohort(course.author, course.courseId, { ...dates, seats: 5 });
    const { status, body } = await update(course, cohort.id, { name: 'Весна', seats: 7 });
    expect([status, body]).toEqual([200, { ...cohort, name: 'Весна', startsAt: null, endsAt: null, seats: 7, version: 2 }]);
    expect(await list(course)).toEqual([body]);
  });

  it('answers 422 to fewer seats than are taken, and takes as many', async () => {
    const course = await buildPublishedCourse();
    const { id: cohortId } = await buildCohort(course.author, course.courseId, { seats: 3 });
    for (const learner of [await buildLearner(), await buildLearner()])
      await enrolByTeacher(course.author, course.courseId, { personId: learner.id, cohortId });
    const refused = await update(course, cohortId, { name: 'Осень', seats: 1 });
    expect([refused.status, refused.body.code]).toEqual([422, 'cohort.too_small']);
    const taken = await update(course, cohortId, { name: 'Осень', seats: 2 });
    expect([taken.status, taken.body.seatsTaken]).toEqual([200, 2]);
  });

  it('answers 409 to a name that another cohort of the course has, and takes its own', async () => {
    const course = await buildPublishedCourse();
    await create(course, { name: 'Осень' });
    const { body: cohort } = await create(course, { name: 'Весна' });
    expect((await update(course, cohort.id, { name: 'Осень' })).body.code).toBe('cohort.name_taken');
    expect((await update(course, cohort.id, { name: 'Весна' })).status).toBe(200);
  });

  it('answers 412 to a version that is not the last one, also of two changes at once', async () => {
    const course = await buildPublishedCourse();
    const { id } = await buildCohort(course.author, course.courseId);
    const answers = await Promise.all(['Осень', 'Весна'].map((name) => update(course, id, { name }, { 'if-match': '"1"' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
  });

  it.each(reversedDates)('answers 422 when it ends %s', async (_, body) => {
    const course = await buildPublishedCourse();
    const { id } = await buildCohort(course.author, course.courseId);
    expect((await update(course, id, body)).body.code).toBe('cohort.dates_reversed');
  });

  it.each(wrongBodies)('answers 400 to %s', async (_, wrong, pointer) => {
    const course = await buildPublishedCourse();
    const { id } = await buildCohort(course.author, course.courseId);
    const response = await update(course, id, { name: 'Осень', ...wrong });
    expect([response.status, response.body.errors]).toMatchObject([400, [{ pointer }]]);
  });
});

describe('DELETE /courses/:courseId/cohorts/:cohortId', () => {
  it('answers 204 and the cohort is gone', async () => {
    const course = await buildPublishedCourse();
    const { id } = await buildCohort(course.author, course.courseId);
    expect((await remove(course, id)).status).toBe(204);
    expect(await list(course)).toEqual([]);
  });

  it('answers 409 while people are in it', async () => {
    const course = await buildPublishedCourse();
    const { id: cohortId } = await buildCohort(course.author, course.courseId);
    const { id: personId } = await buildLearner();
    await enrolByTeacher(course.author, course.courseId, { personId, cohortId });
    const { status, body } = await remove(course, cohortId);
    expect([status, body.code]).toEqual([409, 'cohort.in_use']);
  });

  it('leaves nobody half in it who is put into it at the same time', async () => {
    const course = await buildPublishedCourse();
    const cohorts = await Promise.all(Array.from({ length: 8 }, () => buildCohort(course.author, course.courseId)));
    const asked = await Promise.all(cohorts.map((cohort) => referTo(course, cohort)));
    const racing = cohorts.map(({ id }, index) => Promise.all([...(asked[index] ?? []).map((ask) => ask()), remove(course, id)]));
    const failures = (await Promise.all(racing)).flat().filter(({ ok }) => !ok);
    const codes = new Set(failures.map(({ status, body }) => `${status} ${body.code}`));
    expect([...codes].filter((code) => code !== '404 cohort.not_found' && code !== '409 cohort.in_use')).toEqual([]);
  });
});

describe('the seats of a cohort', () => {
  const take = (as: TestActor, courseId: string, cohortId: string) =>
    service.call(enrol, { as, params: { courseId }, body: { cohortId } });

  it('go to 10 of 200 people who want them at once', async () => {
    const course = await buildPublishedCourse();
    const { author, courseId } = course;
    const { id: cohortId } = await buildCohort(author, courseId, { seats: 10 });
    const people = Array.from({ length: 200 }, () => asUser());
    const answers = await Promise.all(people.map((person) => take(person, courseId, cohortId)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(10);
    expect(answers.filter(({ status, body }) => status === 409 && body.code === 'cohort.full')).toHaveLength(190);
    expect(await list(course)).toMatchObject([{ seatsTaken: 10 }]);
    const learners = await service.call(listLearners, { as: author, params: { courseId }, query: { limit: 100 } });
    expect(learners.body.items).toHaveLength(10);
  });

  it('are taken once by a person who asks 20 times at once', async () => {
    const course = await buildPublishedCourse();
    const { id: cohortId } = await buildCohort(course.author, course.courseId, { seats: 10 });
    const learner = asUser({ id: randomUUID() });
    const answers = await Promise.all(Array.from({ length: 20 }, () => take(learner, course.courseId, cohortId)));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`))).toEqual(new Set([`200 ${answers[0]?.body.id}`]));
    expect(await list(course)).toMatchObject([{ seatsTaken: 1 }]);
    const events = (await service.outbox(learnerEnrolled.name)).filter(({ payload }) => payload['personId'] === learner.id);
    expect(events).toHaveLength(1);
  });
});
