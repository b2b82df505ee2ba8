import { createCategory } from '@lyceum/contracts/courses/category';
import { addAuthor, archiveCourse, courseListItem, listCourses, updateCourse } from '@lyceum/contracts/courses/course';
import { asAdmin, asStaff, asUser, type TestActor } from '@lyceum/testing/actors';
import { DataSource, type SelectQueryBuilder } from 'typeorm';
import type { z } from 'zod';
import { service } from '../../../test/courses-service.ts';
import { buildCourse, buildLearner, buildLesson, buildModule, buildPublishedCourse, publish } from '../../../test/factories.ts';
import type { CourseRow } from './course.entity.ts';
import { selectCourses } from './list-courses.ts';

type Query = z.input<typeof listCourses.query>;
type Details = Parameters<typeof buildPublishedCourse>[0];

const getIds = (body: { items: { id: string }[] }) => body.items.map(({ id }) => id);

/** A published course with one lesson; hours are given later. */
async function build(author: TestActor, { hours, ...details }: Details & { hours?: number } = {}): Promise<string> {
  const { courseId } = await buildPublishedCourse({ author, lessons: [{}], ...details });
  if (hours !== undefined) await service.call(updateCourse, { as: author, params: { courseId }, body: { hours } });
  return courseId;
}

async function list(as: TestActor, query: Query = {}): Promise<string[]> {
  const { status, body } = await service.call(listCourses, { as, query });
  expect(status).toBe(200);
  return getIds(body);
}

/** What all pages list, one after the other; `between` runs after the first. */
async function listAll(as: TestActor, query: Query, between?: () => Promise<unknown>): Promise<string[]> {
  const { body } = await service.call(listCourses, { as, query });
  await between?.();
  const cursor: string | null = body.nextCursor;
  return [...getIds(body), ...(cursor === null ? [] : await listAll(as, { ...query, cursor }))];
}

afterEach(() => service.clock.reset());

describe('GET /courses', () => {
  it('answers 200 with what is published in the space, the newest first and without descriptions', async () => {
    const author = asStaff({ space: 'catalogue' });
    const first = await build(author, { description: 'Долго' });
    await buildCourse(author);
    const archived = await build(author);
    await service.call(archiveCourse, { as: author, params: { courseId: archived } });
    const last = await build(author);
    await build(asStaff({ space: 'another' }));
    for (const as of [asUser({ space: 'catalogue' }), asAdmin({ space: 'catalogue' })])
      expect(await list(as)).toEqual([last, first]);
    const { body } = await service.call(listCourses, { as: author });
    expect(body.nextCursor).toBeNull();
    expect(Object.keys(body.items[1]).sort()).toEqual(Object.keys(courseListItem.shape).sort());
  });

  it('shows with `mine` what one may change in any status, and administrators everything', async () => {
    const space = 'mine';
    const [author, friend] = [asStaff({ space }), await buildLearner({ space })];
    const { id: draft } = await buildCourse(author);
    const published = await build(author);
    const archived = await build(author);
    await service.call(archiveCourse, { as: author, params: { courseId: archived } });
    const foreign = await build(asStaff({ space }));
    await service.call(addAuthor, { as: author, params: { courseId: draft, personId: friend.id } });
    expect(await list(author, { mine: 'true' })).toEqual([archived, published, draft]);
    expect(await list(friend, { mine: 'true' })).toEqual([draft]);
    expect(await list(asStaff({ space }), { mine: 'true' })).toEqual([]);
    expect(await list(asAdmin({ space }), { mine: 'true' })).toEqual([foreign, archived, published, draft]);
    expect(await list(friend, { mine: 'false' })).toEqual([foreign, published]);
  });

  it('keeps to what every filter asks for, and to all of them together', async () => {
    const author = asStaff({ space: 'filters' });
    const category = await service.call(createCategory, { as: author, body: { title: 'Языки' } });
    const categoryId: string = category.body.id;
    const price = { amount: 100, currency: 'RUB' };
    const rust = await build(author, { tags: ['rust', 'память'], level: 'advanced', language: 'en', hours: 120, price });
    const python = await build(author, { tags: ['Python'], categoryId, hours: 72 });
    const types = await build(author, { tags: ['типы', 'rust'], categoryId, level: 'advanced', hours: 40, title: 'Типы' });
    const silent = await build(author, { level: 'intermediate', price });

    const expected: [Query, string[]][] = [
      [{ categoryId }, [types, python]],
      [{ tag: 'rust' }, [types, rust]],
      [{ tag: 'python' }, []],
      [{ level: 'advanced' }, [types, rust]],
      [{ language: 'en' }, [rust]],
      [{ free: 'true' }, [types, python]],
      [{ free: 'false' }, [silent, rust]],
      [{ hoursFrom: 72 }, [python, rust]],
      [{ hoursTo: '72' }, [types, python]],
      [{ hoursFrom: 41, hoursTo: 119 }, [python]],
      [{ q: 'типов' }, [types]],
      [
        { categoryId, tag: 'rust', level: 'advanced', language: 'ru', free: 'true', hoursFrom: 1, hoursTo: 40, q: 'тип' },
        [types],
      ],
      [{ categoryId, tag: 'rust', language: 'en' }, []],
      [{ mine: 'true', tag: 'rust', free: 'false' }, [rust]],
    ];
    for (const [query, ids] of expected) expect([query, await list(author, query)]).toEqual([query, ids]);
    expect(await list(asStaff({ space: 'filters-b' }), { tag: 'rust' })).toEqual([]);
  });

  it.each([
    ['title', 'title'],
    ['-title', 'title'],
    ['-publishedAt', 'publishedAt'],
    ['-createdAt', 'createdAt'],
  ] as const)('sorts by %s over all pages, while another course is published', async (sort, property) => {
    const author = asStaff({ space: `sort-by-${sort.toLowerCase().replace('-', 'falling-')}` });
    const courses = [
      { title: 'Ёлки', createdAt: 4, publishedAt: 3 },
      { title: 'Яхты', createdAt: 3, publishedAt: 4 },
      { title: 'Ёлки', createdAt: 2, publishedAt: 1 },
      { title: 'арбузы', createdAt: 1, publishedAt: 2 },
    ];
    const rows: { id: string; title: string; createdAt: number; publishedAt: number }[] = [];
    for (const { title, createdAt, publishedAt } of courses) {
      service.clock.set(new Date(`2026-11-0${createdAt}T10:00:00.000Z`));
      const { id } = await buildCourse(author, { title });
      rows.push({ id, title, createdAt, publishedAt });
    }
    for (const { id, publishedAt } of rows) {
      service.clock.set(new Date(`2026-12-0${publishedAt}T10:00:00.000Z`));
      const moduleId = await buildModule(author, id);
      await buildLesson(author, id, { moduleId });
      await publish(author, id);
    }
    const { compare } = new Intl.Collator('ru');
    const ascending = rows.toSorted((a, b) => compare(`${a[property]}`, `${b[property]}`) || compare(a.id, b.id));
    const expected = (sort === 'title' ? ascending : ascending.toReversed()).map(({ id }) => id);
    const seen = await listAll(author, { sort, limit: 2 }, () => build(author, { title: 'Дыни' }));
    expect(seen.filter((id) => expected.includes(id))).toEqual(expected);
    expect(new Set(seen).size).toBe(seen.length);
    const drafts = await listAll(author, { sort: '-publishedAt', mine: 'true', limit: 2 });
    expect(drafts.filter((id) => expected.includes(id))).toEqual(rows.map(({ id }) => id));
  });

  it.each([
    ['a cursor that was not made here', 'cursor=abc', '/query/cursor'],
    ['a limit of nothing', 'limit=0', '/query/limit'],
    ['an unknown sort', 'sort=hours', '/query/sort'],
    ['an empty search', 'q=%20', '/query/q'],
    ['a category that is no id', 'categoryId=42', '/query/categoryId'],
    ['an empty tag', 'tag=', '/query/tag'],
    ['an unknown level', 'level=expert', '/query/level'],
    ['an unknown language', 'language=de', '/query/language'],
    ['a price in words', 'free=maybe', '/query/free'],
    ['hours below none', 'hoursFrom=-1', '/query/hoursFrom'],
    ['half an hour', 'hoursTo=0.5', '/query/hoursTo'],
    ['mine in words', 'mine=perhaps', '/query/mine'],
    ['an unknown filter', 'status=draft', '/query'],
  ])('answers 400 to %s', async (_, query, pointer) => {
    const request = service.http.get(`/api/v1/courses?${query}`).set('authorization', `Bearer ${service.token(asUser())}`);
    const { status, body } = await request;
    expect([status, body.errors]).toMatchObject([400, [{ pointer }]]);
  });

  it('answers 400 to a cursor of another sort', async () => {
    const author = asStaff({ space: 'cursors' });
    for (let count = 0; count < 2; count += 1) await build(author);
    const { body } = await service.call(listCourses, { as: author, query: { limit: 1 } });
    const query = { limit: 1, sort: 'title', cursor: body.nextCursor } as const;
    expect((await service.call(listCourses, { as: author, query })).status).toBe(400);
  });
});

describe('GET /courses?q=', () => {
  const author = asStaff({ space: 'search' });
  let databases = '';
  let testing = '';

  beforeAll(async () => {
    const russian = { title: 'Проектирование баз данных', summary: 'Для аналитиков', description: 'О **нормальных** формах' };
    databases = await build(author, { ...russian, tags: ['индексы'] });
    testing = await build(author, {
      title: 'Testing web services',
      summary: 'For engineers',
      tags: ['contracts'],
      language: 'en',
    });
    await build(asStaff({ space: 'search-b' }), russian);
  });

  it.each([
    ['a Russian word in another form', 'базы', () => [databases]],
    ['Russian words in any order', 'данные проектирования', () => [databases]],
    ['an English word in another form', 'service tested', () => [testing]],
    ['words of the summary', 'аналитика', () => [databases]],
    ['words of the description', 'нормальная форма', () => [databases]],
    ['words of the tags', 'индексом', () => [databases]],
    ['a quoted phrase', '"баз данных"', () => [databases]],
    ['a quoted phrase in another order', '"данных баз"', () => []],
    ['one word or another', 'индекс or contract', () => [testing, databases]],
    ['a word without another', 'аналитик -индексы', () => []],
    ['words that are not all there', 'базы contracts', () => []],
    ['marks alone', '"\' & | ! :*', () => []],
  ])('finds by %s: %s', async (_, q, expected) => {
    expect(await list(author, { q })).toEqual(expected());
  });

  it('finds what the card says now, and no longer what it said before', async () => {
    const courseId = await build(author, { title: 'Кислоты', tags: ['щёлочи'] });
    const body = { title: 'Соли', tags: ['растворы'] };
    await service.call(updateCourse, { as: author, params: { courseId }, body });
    expect(await list(author, { q: 'соль раствор' })).toEqual([courseId]);
    for (const query of [{ q: 'кислота' }, { q: 'щёлочь' }, { tag: 'щёлочи' }]) expect(await list(author, query)).toEqual([]);
    expect(await list(author, { tag: 'растворы' })).toEqual([courseId]);
  });
});

describe('the plan of a list, as the role of the service and under the policy of the table', () => {
  beforeAll(async () => {
    await service.rows(async (db) => {
      await db.query(
        `INSERT INTO courses (id, owner_id, title, summary, description, description_html, language, level, tags, enrolment,
                              sequential, status, revision, outcomes, created_at, updated_at, published_at, version)
         SELECT gen_random_uuid(), gen_random_uuid(), 'слово' || n, '', '', '', 'ru', 'beginner', '[]', 'open',
                true, 'published', 1, '[]', now(), now(), now(), 1 FROM generate_series(1, 3000) n`,
      );
      await db.query('INSERT INTO course_tags (tag, course_id) SELECT title, id FROM courses');
    });
    const owner = await new DataSource({ type: 'postgres', url: service.testDatabase.ownerUrl }).initialize();
    await owner.query('ANALYZE courses.courses, courses.course_tags');
    await owner.destroy();
  });

  async function explain(query: Query): Promise<string> {
    return service.rows(async (db) => {
      const [role] = await db.query('SELECT rolsuper OR rolbypassrls AS free FROM pg_roles WHERE rolname = current_user');
      expect(role).toEqual({ free: false });
      const reader = { id: asUser().id, can: () => false };
      const found: SelectQueryBuilder<CourseRow> = selectCourses(db, reader, listCourses.query.parse(query));
      const [sql, parameters] = found.orderBy('course.publishedAt', 'DESC').limit(26).getQueryAndParameters();
      const lines = await db.query<{ 'QUERY PLAN': string }[]>(`EXPLAIN (COSTS OFF) ${sql}`, parameters);
      return lines.map((line) => line['QUERY PLAN']).join('\n');
    });
  }

  it('finds words by their index', async () => {
    const plan = await explain({ q: 'слово17' });
    expect(plan).toMatch(/space_id = current_setting\('app\.space'/);
    expect(plan).toMatch(/Bitmap Index Scan on courses_search\s+Index Cond: \(search @@/);
  });

  it('finds a tag by its index', async () => {
    expect(await explain({ tag: 'слово17' })).toMatch(/Index.* Scan using course_tags_pkey.*\s+Index Cond: .*tag = 'слово17'/);
  });

  it('goes through the catalogue in the order of its index', async () => {
    const plan = await explain({});
    expect(plan).toMatch(/Index Scan Backward using courses_catalogue/);
    expect(plan).not.toContain('Seq Scan');
  });
});
