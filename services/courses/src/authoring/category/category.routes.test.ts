import { createCategory, deleteCategory, listCategories, updateCategory } from '@lyceum/contracts/courses/category';
import { createCourse } from '@lyceum/contracts/courses/course';
import { asStaff, asUser, type TestActor } from '@lyceum/testing/actors';
import { service } from '../../../test/courses-service.ts';
import { buildCourse } from '../../../test/factories.ts';

const create = (as: TestActor, title: string) => service.call(createCategory, { as, body: { title } });
const remove = (as: TestActor, categoryId: string) => service.call(deleteCategory, { as, params: { categoryId } });

async function buildCategory(as: TestActor, title: string): Promise<string> {
  const { status, body } = await create(as, title);
  expect(status).toBe(201);
  return body.id;
}

async function listTitles(as: TestActor): Promise<string[]> {
  const { status, body } = await service.call(listCategories, { as });
  expect(status).toBe(200);
  const items: { title: string }[] = body.items;
  return items.map(({ title }) => title);
}

describe('POST /courses/categories', () => {
  it('answers 201 with the category', async () => {
    const { status, body } = await create(asStaff(), '  Языки программирования ');
    expect(status).toBe(201);
    expect(body).toEqual({ id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/), title: 'Языки программирования' });
  });

  it('answers 409 to a title that is taken in the space', async () => {
    const staff = asStaff({ space: 'taken' });
    await buildCategory(staff, 'Базы данных');
    const { status, body } = await create(staff, 'Базы данных');
    expect([status, body.code]).toEqual([409, 'category.title_taken']);
    expect((await create(asStaff({ space: 'other' }), 'Базы данных')).status).toBe(201);
  });

  it('answers 409 to more than 200, even when they are made at once', async () => {
    const staff = asStaff({ space: 'full' });
    await service.rows(
      (db) =>
        db.query(
          "INSERT INTO course_categories (id, title) SELECT gen_random_uuid(), 'Рубрика ' || n FROM generate_series(1, 197) n",
        ),
      'full',
    );
    const others = Array.from({ length: 20 }, () => asStaff({ space: 'full' }));
    // Opens the connections that the race needs.
    await Promise.all(others.map(listTitles));
    const answers = await Promise.all(others.map((as, index) => create(as, `Ещё ${index}`)));
    const codes = answers.map(({ status, body }) => (status === 201 ? 201 : body.code));
    expect(codes.toSorted()).toEqual([...Array(3).fill(201), ...Array(17).fill('category.too_many')]);
    expect(await listTitles(staff)).toHaveLength(200);
  });

  it.each([
    ['no title', {}],
    ['an empty title', { title: ' ' }],
    ['a title that is too long', { title: 'а'.repeat(101) }],
    ['a title with a line break', { title: 'а\nб' }],
    ['a title that is no text', { title: 7 }],
  ])('answers 400 to %s', async (_, body) => {
    const request = service.http.post('/api/v1/courses/categories').set('authorization', `Bearer ${service.token(asStaff())}`);
    const response = await request.send(body);
    expect([response.status, response.body.errors?.[0]?.pointer]).toEqual([400, '/body/title']);
  });
});

describe('GET /courses/categories', () => {
  it('answers 200 with those of the space, in the order of the alphabet', async () => {
    const staff = asStaff({ space: 'alphabet' });
    for (const title of ['физика', 'Ёлки', 'Яхты', 'Алгебра', 'Genetics']) await buildCategory(staff, title);
    await buildCategory(asStaff({ space: 'alphabet-b' }), 'Чужая');
    expect(await listTitles(asUser({ space: 'alphabet' }))).toEqual(['Genetics', 'Алгебра', 'Ёлки', 'физика', 'Яхты']);
  });
});

describe('PUT /courses/categories/:categoryId', () => {
  const rename = (categoryId: string, title: string) =>
    service.call(updateCategory, { as: asStaff(), params: { categoryId }, body: { title } });

  it('answers 200 with the new title, and to the same title again', async () => {
    const id = await buildCategory(asStaff(), 'Химия');
    for (const title of ['Органическая химия', 'Органическая химия']) {
      const { status, body } = await rename(id, title);
      expect([status, body]).toEqual([200, { id, title }]);
    }
    expect(await listTitles(asUser())).toContain('Органическая химия');
  });

  it('answers 409 to the title of another one and changes nothing', async () => {
    const id = await buildCategory(asStaff(), 'Этика');
    await buildCategory(asStaff(), 'Эстетика');
    const { status, body } = await rename(id, 'Эстетика');
    expect([status, body.code]).toEqual([409, 'category.title_taken']);
    expect(await listTitles(asUser())).toEqual(expect.arrayContaining(['Этика', 'Эстетика']));
  });

  it('answers 400 to an empty title', async () => {
    const { status, body } = await rename(await buildCategory(asStaff(), 'Музыка'), '');
    expect([status, body.errors?.[0]?.pointer]).toEqual([400, '/body/title']);
  });
});

describe('DELETE /courses/categories/:categoryId', () => {
  it('answers 204, and the next time 404', async () => {
    const id = await buildCategory(asStaff(), 'Лишняя');
    expect((await remove(asStaff(), id)).status).toBe(204);
    const again = await remove(asStaff(), id);
    expect([again.status, again.body.code]).toEqual([404, 'category.not_found']);
    expect(await listTitles(asUser())).not.toContain('Лишняя');
  });

  it('answers 409 while a course belongs to it, even a draft', async () => {
    const categoryId = await buildCategory(asStaff(), 'Нужная');
    await buildCourse(asStaff(), { categoryId });
    const { status, body } = await remove(asStaff(), categoryId);
    expect([status, body.code]).toEqual([409, 'category.in_use']);
    expect(await listTitles(asUser())).toContain('Нужная');
  });

  it('ends with the category and its courses or with neither, when courses are made meanwhile', async () => {
    for (let round = 0; round < 5; round += 1) {
      const categoryId = await buildCategory(asStaff(), `Спорная ${round}`);
      const body = { title: 'Курс', language: 'ru', categoryId } as const;
      const [removed, ...created] = await Promise.all([
        remove(asStaff(), categoryId),
        ...Array.from({ length: 4 }, () => service.call(createCourse, { as: asStaff(), body })),
      ]);
      expect([204, 409]).toContain(removed.status);
      for (const answer of created) expect([201, 404]).toContain(answer.status);
      expect(created.some(({ status }) => status === 201)).toBe(removed.status === 409);
    }
  });
});
