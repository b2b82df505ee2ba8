import { createCategory } from '@lyceum/contracts/courses/category';
import { createCohort } from '@lyceum/contracts/courses/cohort';
import {
  addAuthor,
  archiveCourse,
  createCourse,
  deleteCourse,
  getCourse,
  listCourses,
  removeAuthor,
  restoreCourse,
  updateCourse,
} from '@lyceum/contracts/courses/course';
import { enrol } from '@lyceum/contracts/courses/enrolment';
import { courseArchived, courseDeleted, courseRestored } from '@lyceum/contracts/courses/revision';
import { asAdmin, asStaff, asUser, type TestActor } from '@lyceum/testing/actors';
import type { z } from 'zod';
import { service } from '../../../test/courses-service.ts';
import {
  buildCourse,
  buildEnrolment,
  buildLearner,
  buildPublishedCourse,
  enrolByTeacher,
  unknownId,
} from '../../../test/factories.ts';

afterEach(() => service.clock.reset());

const get = (as: TestActor, courseId: string) => service.call(getCourse, { as, params: { courseId } });

type Changes = z.input<typeof updateCourse.body>;

const update = (as: TestActor, courseId: string, body: Changes, headers: Record<string, string> = {}) =>
  service.call(updateCourse, { as, params: { courseId }, body, headers });

async function buildCategory(title: string): Promise<string> {
  const { status, body } = await service.call(createCategory, { as: asStaff(), body: { title } });
  expect(status).toBe(201);
  return body.id;
}

const wrongDetails: [string, Record<string, unknown>, string][] = [
  ['an empty title', { title: ' ' }, '/body/title'],
  ['a title that is too long', { title: 'а'.repeat(201) }, '/body/title'],
  ['a title with U+0000', { title: 'abc\u0000' }, '/body/title'],
  ['a summary that is too long', { summary: 'а'.repeat(501) }, '/body/summary'],
  ['a description that is too long', { description: 'а'.repeat(20_001) }, '/body/description'],
  ['a language we do not speak', { language: 'de' }, '/body/language'],
  ['an unknown level', { level: 'expert' }, '/body/level'],
  ['a category that is no id', { categoryId: '42' }, '/body/categoryId'],
  ['too many tags', { tags: Array.from({ length: 21 }, (_, index) => `${index}`) }, '/body/tags'],
  ['an empty tag', { tags: ['a', ' '] }, '/body/tags/1'],
  ['a cover that is a script', { coverUrl: 'javascript:alert(1)' }, '/body/coverUrl'],
  ['a price of nothing', { price: { amount: 0, currency: 'RUB' } }, '/body/price/amount'],
  ['a price with a fraction', { price: { amount: 1.5, currency: 'RUB' } }, '/body/price/amount'],
  ['a currency in small letters', { price: { amount: 1, currency: 'rub' } }, '/body/price/currency'],
  ['an unknown enrolment', { enrolment: 'paid' }, '/body/enrolment'],
  ['an order in words', { sequential: 'yes' }, '/body/sequential'],
  ['a prerequisite that is no id', { prerequisites: ['42'] }, '/body/prerequisites/0'],
  ['too many prerequisites', { prerequisites: Array(21).fill(unknownId) }, '/body/prerequisites'],
  ['a field that is not there', { status: 'published' }, '/body'],
];

describe('POST /courses', () => {
  it('answers 201 with a draft that has the defaults', async () => {
    service.clock.set(new Date('2026-11-20T10:00:01.500Z'));
    const author = asStaff();
    const response = await service.call(createCourse, { as: author, body: { title: '  Основы Rust ', language: 'ru' } });
    expect(response.status).toBe(201);
    expect(response.headers['etag']).toBe('"1"');
    expect(response.body).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
      ...{ ownerId: author.id, authors: [author.id], title: 'Основы Rust', summary: '', description: '', descriptionHtml: '' },
      ...{
        language: 'ru',
        level: 'beginner',
        categoryId: null,
        tags: [],
        coverUrl: null,
        coverImageId: null,
        price: null,
        enrolment: 'open',
      },
      ...{ sequential: true, prerequisites: [], status: 'draft', revision: null, hours: null, programId: null, outcomes: [] },
      createdAt: '2026-11-20T10:00:01.500Z',
      updatedAt: '2026-11-20T10:00:01.500Z',
      publishedAt: null,
      version: 1,
    });
    expect((await get(author, response.body.id)).body).toEqual(response.body);
  });

  it('answers 201 with everything that is given, and its description as clean HTML', async () => {
    const author = asStaff();
    const required = await buildPublishedCourse({ title: 'Основы JavaScript' });
    const details = {
      ...({ title: 'TypeScript', language: 'en', level: 'advanced', enrolment: 'closed' } as const),
      ...{ summary: 'Types', sequential: false, tags: ['типы', 'js', 'js'] },
      description: 'For **many**.\n\n<script>alert(1)</script>\n\n[here](javascript:alert(1))',
      categoryId: await buildCategory('Языки'),
      coverUrl: 'https://img.example.org/1.png',
      coverImageId: '01900000-0000-7000-8000-000000000001',
      price: { amount: 490_000, currency: 'RUB' },
    };
    const body = { ...details, prerequisites: [required.courseId] };
    const { status, body: course } = await service.call(createCourse, { as: author, body });
    expect(status).toBe(201);
    expect(course).toMatchObject({ ...details, prerequisites: [{ id: required.courseId, title: 'Основы JavaScript' }] });
    expect(course.descriptionHtml).toContain('<strong>many</strong>');
    expect(course.descriptionHtml).not.toMatch(/<script|href="javascript/);
    expect((await get(author, course.id)).body).toEqual(course);
  });

  it('makes one course of a request that is sent again with the same Idempotency-Key', async () => {
    const author = asStaff();
    const request = { as: author, body: { title: 'Курс', language: 'ru' }, headers: { 'idempotency-key': 'course-1' } } as const;
    const answers = [await service.call(createCourse, request), await service.call(createCourse, request)];
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(answers[1]?.body).toEqual(answers[0]?.body);
    const { body } = await service.call(listCourses, { as: author, query: { mine: 'true' } });
    expect(body.items).toHaveLength(1);
  });

  it('answers 404 to an unknown category and makes no course', async () => {
    const author = asStaff();
    const details = { title: 'Курс', language: 'ru', categoryId: unknownId } as const;
    const { status, body } = await service.call(createCourse, { as: author, body: details });
    expect([status, body.code]).toEqual([404, 'category.not_found']);
    expect((await service.call(listCourses, { as: author, query: { mine: 'true' } })).body.items).toEqual([]);
  });

  it.each([['hours, which are given later', { hours: 3 }, '/body'], ...wrongDetails])(
    'answers 400 to %s and says where',
    async (_, wrong, pointer) => {
      const request = service.http.post('/api/v1/courses').set('authorization', `Bearer ${service.token(asStaff())}`);
      const { status, body } = await request.send({ title: 'Курс', language: 'ru', ...wrong });
      expect([status, body.code, body.errors]).toMatchObject([400, 'request.invalid', [{ pointer }]]);
    },
  );
});

describe('GET /courses/:courseId', () => {
  it('shows a draft to its authors, staff and administrators, and 404 to everybody else', async () => {
    const author = asStaff();
    const { id } = await buildCourse(author);
    for (const reader of [author, asStaff(), asAdmin()]) expect((await get(reader, id)).body.id).toBe(id);
    const { status, body } = await get(asUser(), id);
    expect([status, body.code]).toEqual([404, 'course.not_found']);
  });

  it('shows everybody what is published or archived, and nobody of another space', async () => {
    const { courseId, author } = await buildPublishedCourse();
    expect((await get(asUser(), courseId)).status).toBe(200);
    await service.call(archiveCourse, { as: author, params: { courseId } });
    expect((await get(asUser(), courseId)).body).toMatchObject({ id: courseId, status: 'archived', revision: 1 });
    expect((await get(asAdmin({ space: 'elsewhere' }), courseId)).status).toBe(404);
  });
});

describe('PATCH /courses/:courseId', () => {
  it('changes what is given alone, one field after the other', async () => {
    const author = asStaff();
    const required = await buildPublishedCourse({ title: 'Основы' });
    let expected: Record<string, unknown> = await buildCourse(author, {
      ...{
        summary: 'Было',
        description: 'Было',
        tags: ['было'],
        price: { amount: 100, currency: 'RUB' },
        coverUrl: 'https://a.org',
      },
      prerequisites: [required.courseId],
    });
    service.clock.set(new Date('2030-01-01T00:00:00.000Z'));
    const changes: [Changes, Record<string, unknown>?][] = [
      [{ title: 'Стало' }],
      [{ summary: '' }],
      [{ description: '*Стало*' }, { description: '*Стало*', descriptionHtml: '<p><em>Стало</em></p>\n' }],
      [{ language: 'en' }],
      [{ level: 'intermediate' }],
      [{ categoryId: await buildCategory('Новая') }],
      [{ categoryId: null }],
      [{ tags: ['стало', 'ещё'] }],
      [{ tags: [] }],
      [{ coverUrl: null }],
      [{ price: { amount: 1, currency: 'USD' } }],
      [{ price: null }],
      [{ enrolment: 'closed' }],
      [{ sequential: false }],
      [{ hours: 72 }],
      [{ hours: null }],
      [{ prerequisites: [] }],
      [{}],
    ];
    for (const [body, shown = body] of changes) {
      const response = await update(author, String(expected['id']), body);
      const version = Number(expected['version']) + 1;
      expected = { ...expected, ...shown, version, updatedAt: '2030-01-01T00:00:00.000Z' };
      expect([response.status, response.body]).toEqual([200, expected]);
    }
    expect((await get(author, String(expected['id']))).body).toEqual(expected);
  });

  it('answers 412 to those who have read an older version and changes nothing', async () => {
    const author = asStaff();
    const { id } = await buildCourse(author);
    expect((await update(author, id, { title: 'Вторая' }, { 'if-match': '"1"' })).headers['etag']).toBe('"2"');
    const { status, body } = await update(author, id, { title: 'Третья', tags: ['третья'] }, { 'if-match': '"1"' });
    expect([status, body.code]).toEqual([412, 'precondition.failed']);
    expect((await get(author, id)).body).toMatchObject({ title: 'Вторая', tags: [], version: 2 });
  });

  it('takes one of two changes at once that were made from the same version', async () => {
    const author = asStaff();
    const { id } = await buildCourse(author);
    const answers = await Promise.all(['А', 'Б'].map((title) => update(author, id, { title }, { 'if-match': '"1"' })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412]);
  });

  it('answers 404 to an unknown category and changes nothing', async () => {
    const author = asStaff();
    const { id } = await buildCourse(author);
    const { status, body } = await update(author, id, { tags: ['новый'], categoryId: unknownId });
    expect([status, body.code]).toEqual([404, 'category.not_found']);
    expect((await get(author, id)).body).toMatchObject({ tags: [], version: 1 });
  });

  it('answers 404 to staff and readers who are no authors, and 200 to an administrator', async () => {
    const { courseId } = await buildPublishedCourse();
    for (const reader of [asStaff(), asUser()]) expect((await update(reader, courseId, { title: 'Чужой' })).status).toBe(404);
    expect((await update(asAdmin(), courseId, { title: 'Исправлено' })).body.title).toBe('Исправлено');
  });

  it.each([['fewer hours than none', { hours: -1 }, '/body/hours'], ...wrongDetails])(
    'answers 400 to %s and says where',
    async (_, wrong, pointer) => {
      const request = service.http.patch(`/api/v1/courses/${unknownId}`);
      const { status, body } = await request.set('authorization', `Bearer ${service.token(asStaff())}`).send(wrong);
      expect([status, body.code, body.errors]).toMatchObject([400, 'request.invalid', [{ pointer }]]);
    },
  );
});

describe('DELETE /courses/:courseId', () => {
  const remove = (as: TestActor, courseId: string, headers: Record<string, string> = {}) =>
    service.call(deleteCourse, { as, params: { courseId }, headers });

  it('answers 204 to a draft and to what is published without learners, with all that belongs to it', async () => {
    const author = asStaff();
    const { courseId } = await buildPublishedCourse({ author, tags: ['лишний'] });
    const next = await buildCourse(author, { prerequisites: [courseId] });
    const draft = await buildCourse(author);
    for (const id of [courseId, draft.id]) {
      expect((await remove(author, id)).status).toBe(204);
      expect((await get(author, id)).status).toBe(404);
    }
    const published = (await service.outbox(courseDeleted.name)).map(({ payload }) => payload['courseId']);
    expect(published.filter((id) => id === courseId || id === draft.id)).toEqual([courseId]);
    expect((await get(author, next.id)).body.prerequisites).toEqual([]);
  });

  it('answers 409 when somebody has ever enrolled, with or without a cohort, and keeps everything', async () => {
    const { courseId, author } = await buildPublishedCourse();
    const cohort = await service.call(createCohort, { as: author, params: { courseId }, body: { name: 'Весна' } });
    const { id: personId } = await buildLearner();
    await enrolByTeacher(author, courseId, { personId, cohortId: cohort.body.id });
    for (const as of [author, asAdmin()]) {
      const { status, body } = await remove(as, courseId);
      expect([status, body.code]).toEqual([409, 'course.has_learners']);
    }
    expect((await get(asUser(), courseId)).status).toBe(200);
  });

  it('answers 412 to those who have read an older version', async () => {
    const author = asStaff();
    const { id } = await buildCourse(author);
    await update(author, id, { title: 'Новое' });
    expect((await remove(author, id, { 'if-match': '"1"' })).status).toBe(412);
    expect((await remove(author, id, { 'if-match': '"2"' })).status).toBe(204);
  });

  it('ends with the course and its learner or with neither, when somebody enrols meanwhile', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { courseId, author } = await buildPublishedCourse({ lessons: [{}] });
      const learner = await buildLearner();
      const request = { as: learner, params: { courseId }, body: {} };
      const [removed, enrolled] = await Promise.all([remove(author, courseId), service.call(enrol, request)]);
      expect([204, 409]).toContain(removed.status);
      expect(enrolled.status).toBe(removed.status === 204 ? 404 : 200);
    }
  });
});

describe('POST /courses/:courseId/archive', () => {
  const archive = (as: TestActor, courseId: string) => service.call(archiveCourse, { as, params: { courseId } });

  it('answers 200, tells it once, and newcomers are refused until it is restored', async () => {
    service.clock.set(new Date('2026-11-20T10:00:00.000Z'));
    const { courseId, author } = await buildPublishedCourse();
    await buildEnrolment(courseId);
    service.clock.advance(1000);
    const { status, body } = await archive(author, courseId);
    expect([status, body]).toMatchObject([200, { status: 'archived', revision: 1, updatedAt: '2026-11-20T10:00:01.000Z' }]);
    const again = await archive(author, courseId);
    expect([again.status, again.body.code]).toEqual([409, 'course.wrong_status']);
    const events = (await service.outbox(courseArchived.name)).filter(({ payload }) => payload['courseId'] === courseId);
    expect(events.map(({ payload }) => payload)).toEqual([{ courseId, occurredAt: '2026-11-20T10:00:01.000Z' }]);

    const newcomer = await buildLearner();
    const join = () => service.call(enrol, { as: newcomer, params: { courseId }, body: {} });
    expect((await join()).body.code).toBe('course.wrong_status');
    const restored = await service.call(restoreCourse, { as: author, params: { courseId } });
    expect([restored.status, restored.body]).toMatchObject([200, { status: 'published', version: body.version + 1 }]);
    expect((await join()).status).toBe(200);
    const published = (await service.outbox(courseRestored.name)).filter(({ payload }) => payload['courseId'] === courseId);
    expect(published).toHaveLength(1);
  });

  it('answers 409 to a draft, 412 to an older version and 404 to staff who are no authors', async () => {
    const author = asStaff();
    expect((await archive(author, (await buildCourse(author)).id)).body.code).toBe('course.wrong_status');
    const { courseId } = await buildPublishedCourse({ author });
    expect((await archive(asStaff(), courseId)).status).toBe(404);
    const request = { as: author, params: { courseId }, headers: { 'if-match': '"99"' } };
    expect((await service.call(archiveCourse, request)).status).toBe(412);
  });
});

describe('POST /courses/:courseId/restore', () => {
  it('answers 409 to what is not archived', async () => {
    const { courseId, author } = await buildPublishedCourse();
    const { status, body } = await service.call(restoreCourse, { as: author, params: { courseId } });
    expect([status, body.code]).toEqual([409, 'course.wrong_status']);
    const request = { as: author, params: { courseId }, headers: { 'if-match': '"99"' } };
    expect((await service.call(restoreCourse, request)).status).toBe(412);
  });
});

describe('/courses/:courseId/authors/:personId', () => {
  const add = (as: TestActor, courseId: string, { id: personId }: { id: string }) =>
    service.call(addAuthor, { as, params: { courseId, personId } });
  const remove = (as: TestActor, courseId: string, { id: personId }: { id: string }) =>
    service.call(removeAuthor, { as, params: { courseId, personId } });

  it('lets a co-author change the course until they are removed', async () => {
    const owner = asStaff();
    const { id } = await buildCourse(owner);
    const friend = await buildLearner();
    expect((await update(friend, id, { title: 'Рано' })).status).toBe(404);
    for (let time = 0; time < 2; time += 1) {
      const { status, body } = await add(owner, id, friend);
      expect([status, body.authors]).toEqual([200, [owner.id, friend.id].toSorted()]);
    }
    expect((await update(friend, id, { title: 'Вместе' })).body.title).toBe('Вместе');
    const { status, body } = await remove(owner, id, friend);
    expect([status, body.authors]).toEqual([200, [owner.id]]);
    expect((await update(friend, id, { title: 'Поздно' })).status).toBe(404);
    expect((await remove(owner, id, friend)).body.code).toBe('person.not_found');
  });

  it('answers 409 to the removal of the owner, even by a co-author', async () => {
    const owner = await buildLearner({ roles: ['staff'] });
    const { id } = await buildCourse(owner);
    const friend = await buildLearner();
    await add(owner, id, friend);
    const { status, body } = await remove(friend, id, owner);
    expect([status, body.code]).toEqual([409, 'course.owner_stays']);
    expect((await remove(friend, id, friend)).body.authors).toEqual([owner.id]);
  });

  it('answers 404 to a person who is not known, also in another space, and to staff who are no authors', async () => {
    const owner = asStaff();
    const { id } = await buildCourse(owner);
    for (const stranger of [asUser(), await buildLearner({ space: 'elsewhere' })]) {
      const { status, body } = await add(owner, id, stranger);
      expect([status, body.code]).toEqual([404, 'person.not_found']);
    }
    expect((await add(asStaff(), id, await buildLearner())).body.code).toBe('course.not_found');
  });

  it('answers 404 when the course is deleted meanwhile', async () => {
    const owner = asStaff();
    for (let round = 0; round < 5; round += 1) {
      const { id } = await buildCourse(owner);
      const friends = await Promise.all(Array.from({ length: 3 }, () => buildLearner()));
      const request = { as: owner, params: { courseId: id } };
      const [removed, ...added] = await Promise.all([
        service.call(deleteCourse, request),
        ...friends.map((friend) => add(owner, id, friend)),
      ]);
      expect(removed.status).toBe(204);
      for (const { status } of added) expect([200, 404]).toContain(status);
    }
  });
});
