import type { Achievement } from '@lyceum/contracts/courses/achievement';
import * as contract from '@lyceum/contracts/courses/achievement';
import { asStaff, type TestActor } from '@lyceum/testing/actors';
import type { z } from 'zod';
import { service } from '../../../test/courses-service.ts';
import { buildAchievement, buildCourse, unknownId } from '../../../test/factories.ts';

type AchievementInput = z.input<typeof contract.createAchievement.body>;

const rule: AchievementInput = {
  title: 'Пять уроков',
  when: 'lesson-completed',
  condition: { type: 'count', min: 5 },
  points: 10,
};

const create = (as: TestActor, overrides: object = {}) =>
  service.call(contract.createAchievement, { as, body: { ...rule, ...overrides } });

const update = (as: TestActor, achievementId: string, body: object, headers = {}) =>
  service.call(contract.updateAchievement, {
    as,
    params: { achievementId },
    body: { title: 'Новое', points: 5, ...body },
    headers,
  });

const remove = (as: TestActor, achievementId: string, headers = {}) =>
  service.call(contract.deleteAchievement, { as, params: { achievementId }, headers });

const addExamples = (as: TestActor) => service.call(contract.createExampleAchievements, { as });

async function list(as: TestActor): Promise<Achievement[]> {
  const { status, body } = await service.call(contract.listAchievements, { as });
  expect(status).toBe(200);
  return body.items;
}

const fill = (space: string, count: number) =>
  service.rows(
    (db) =>
      db.query(
        `INSERT INTO achievements (id, title, description, icon, points, active, fact, condition, repeats, created_at, version)
         SELECT gen_random_uuid(), 'Правило ' || n, '', 'star', 1, true, 'lesson-completed', '{"type":"count","min":1}', 'once', now(), 1
         FROM generate_series(1, $1::integer) n`,
        [count],
      ),
    space,
  );

const wrongFields: [string, object, string][] = [
  ['an empty title', { title: ' ' }, '/body/title'],
  ['a title of two lines', { title: 'а\nб' }, '/body/title'],
  ['a description that is too long', { description: 'а'.repeat(501) }, '/body/description'],
  ['an unknown icon', { icon: 'skull' }, '/body/icon'],
  ['fewer points than none', { points: -1 }, '/body/points'],
  ['too many points', { points: 10_001 }, '/body/points'],
  ['a version', { version: 7 }, '/body'],
];

const wrongRules: [string, object, string][] = [
  ['an unknown fact', { when: 'sign-in' }, '/body/when'],
  ['a condition of another fact', { condition: { type: 'days-in-row', min: 5 } }, '/body/condition'],
  ['an unknown condition', { condition: { type: 'luck' } }, '/body/condition/type'],
  ['a count of none', { condition: { type: 'count', min: 0 } }, '/body/condition/min'],
  ['more than 100 percent', { condition: { type: 'percent', min: 101 } }, '/body/condition/min'],
  ['an unknown repetition', { repeats: 'never' }, '/body/repeats'],
  [
    'days of study of a course',
    {
      ...{ when: 'study-streak', condition: { type: 'days-in-row', min: 5 } },
      courseId: unknownId,
    },
    '/body/courseId',
  ],
];

describe('POST /courses/achievements', () => {
  it('answers 201 with the achievement, whose defaults are filled in', async () => {
    const staff = asStaff({ space: 'creates' });
    const { status, body, headers } = await create(staff, { title: '  Пять уроков ' });
    expect([status, body]).toEqual([
      201,
      {
        ...{ ...rule, id: expect.any(String), createdAt: expect.any(String), version: 1 },
        ...{ description: '', icon: 'star', active: true, courseId: null, repeats: 'once' },
      },
    ]);
    expect(headers['etag']).toBe('"1"');
    expect(await list(staff)).toEqual([body]);
  });

  it('takes a course of the space, and answers 404 to one of another space', async () => {
    const { id: courseId } = await buildCourse(asStaff());
    expect((await create(asStaff(), { courseId })).body.courseId).toBe(courseId);
    const foreign = await create(asStaff({ space: 'other' }), { courseId });
    expect([foreign.status, foreign.body.code]).toEqual([404, 'course.not_found']);
  });

  it('answers 409 to each after the 200th, also of 20 at once', async () => {
    await fill('full', 190);
    const answers = await Promise.all(Array.from({ length: 20 }, () => create(asStaff({ space: 'full' }))));
    const codes = answers.map(({ status, body }) => (status === 201 ? 201 : body.code));
    expect(codes.toSorted()).toEqual([...Array(10).fill(201), ...Array(10).fill('achievement.too_many')]);
    expect(await list(asStaff({ space: 'full' }))).toHaveLength(200);
  });

  it.each([...wrongFields, ...wrongRules])('answers 400 to %s', async (_, wrong, pointer) => {
    const { status, body } = await create(asStaff(), wrong);
    expect([status, body.errors]).toMatchObject([400, [{ pointer }]]);
  });
});

describe('GET /courses/achievements', () => {
  it('answers 200 with those of the space by title, of which a fresh one has none', async () => {
    const staff = asStaff({ space: 'lists' });
    expect(await list(staff)).toEqual([]);
    for (const title of ['Ёлка', 'Яхта', 'Арка']) await buildAchievement(staff, { title });
    await buildAchievement(asStaff({ space: 'lists-b' }), { title: 'Чужое' });
    expect((await list(staff)).map(({ title }) => title)).toEqual(['Арка', 'Ёлка', 'Яхта']);
  });
});

describe('POST /courses/achievements/examples', () => {
  it('makes five in the language of the caller, once even when it is asked ten times at once', async () => {
    const staff = asStaff({ space: 'examples', locale: 'ru' });
    const answers = await Promise.all(Array.from({ length: 10 }, () => addExamples(staff)));
    expect(answers.map(({ status, body }) => [status, body.items.length])).toEqual(Array(10).fill([200, 5]));
    const titles = (await list(staff)).map(({ title }) => title);
    expect(titles.toSorted()).toEqual(
      ['Первый шаг', 'Десять уроков', 'С первой попытки', 'Неделя подряд', 'Курс пройден'].toSorted(),
    );
    await addExamples({ ...staff, locale: 'en' });
    expect((await list(staff)).map(({ title }) => title)).toContain('First step');
  });

  it('leaves one as it is whose title is there', async () => {
    const staff = asStaff({ space: 'examples-own', locale: 'ru' });
    const own = await buildAchievement(staff, { title: 'Первый шаг', points: 7 });
    expect((await addExamples(staff)).body.items).toContainEqual(own);
    expect(await list(staff)).toHaveLength(5);
  });

  it('answers 409 and makes none where the space has no room for all', async () => {
    await fill('examples-full', 196);
    const { status, body } = await addExamples(asStaff({ space: 'examples-full' }));
    expect([status, body.code]).toEqual([409, 'achievement.too_many']);
    expect(await list(asStaff({ space: 'examples-full' }))).toHaveLength(196);
  });
});

describe('PUT /courses/achievements/:achievementId', () => {
  it('answers 200 with what was changed, and keeps what it is given for', async () => {
    const made = await buildAchievement(asStaff(), { icon: 'crown' });
    const { status, body } = await update(asStaff(), made.id, { active: false });
    const changes = { title: 'Новое', description: '', icon: 'star', points: 5, active: false, version: 2 };
    expect([status, body]).toEqual([200, { ...made, ...changes }]);
  });

  it('answers 412 to a version that is not the last one, also of two changes at once', async () => {
    const { id } = await buildAchievement(asStaff());
    const answers = await Promise.all([1, 2].map(() => update(asStaff(), id, {}, { 'if-match': '"1"' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
  });

  it('answers 404 when it is deleted', async () => {
    const { id } = await buildAchievement(asStaff());
    await remove(asStaff(), id);
    const { status, body } = await update(asStaff(), id, {});
    expect([status, body.code]).toEqual([404, 'achievement.not_found']);
  });

  it.each(wrongFields)('answers 400 to %s', async (_, wrong, pointer) => {
    const { id } = await buildAchievement(asStaff());
    const { status, body } = await update(asStaff(), id, wrong);
    expect([status, body.errors]).toMatchObject([400, [{ pointer }]]);
  });
});

describe('DELETE /courses/achievements/:achievementId', () => {
  it('answers 204, and the next time 404', async () => {
    const { id } = await buildAchievement(asStaff());
    expect((await remove(asStaff(), id, { 'if-match': '"1"' })).status).toBe(204);
    const again = await remove(asStaff(), id);
    expect([again.status, again.body.code]).toEqual([404, 'achievement.not_found']);
  });

  it('answers 412 to a version that is not the last one and keeps it', async () => {
    const { id } = await buildAchievement(asStaff());
    expect((await remove(asStaff(), id, { 'if-match': '"2"' })).status).toBe(412);
    expect((await list(asStaff())).map((one) => one.id)).toContain(id);
  });
});
