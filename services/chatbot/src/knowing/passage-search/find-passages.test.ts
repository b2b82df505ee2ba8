import { embedding } from '@lyceum/llm/testing/doubles/double-completion';
import { DataSource, type EntityManager } from 'typeorm';
import { type BuiltCourse, buildCourse } from '../../../test/build-course.ts';
import { service } from '../../../test/chatbot-service.ts';
import { listOpenVersions } from '../../gate/study-gate.ts';
import { toVectorBytes } from '../embedding/vector-bytes.ts';
import { createVectorCache } from '../embedding/vector-cache.ts';
import { findPassages, type PassageQuery } from './find-passages.ts';

const texts = {
  defect: 'Дефект остаётся в коде, а сбой видит пользователь.',
  border: 'Граничные значения проверяют у краёв диапазона: ноль, один, сто.',
  flaky: 'A flaky test passes and fails without a change of the code, often because of a deadlock.',
  matrix: 'Матрица трассируемости связывает требования с проверками.',
};
const lessons = Object.values(texts).map((text) => ({ passages: [text] }));

function find(course: BuiltCourse, question: string, overrides: Partial<PassageQuery> = {}) {
  const query = { courseId: course.courseId, versionIds: listOpenVersions(course.study), question, vector: null, limit: 5 };
  return service.rows((db) => findPassages(db, { ...query, nearVersionId: null, ...overrides }));
}

const toTexts = ({ passages }: { passages: readonly { text: string }[] }) => passages.map(({ text }) => text);

describe('a question', () => {
  it.each([
    ['Чем дефект отличается от сбоя?', texts.defect, []],
    ['граничыне значенеия', texts.border, ['граничные', 'значения']],
    ['флаки тесты', texts.flaky, ['flaky', 'test']],
    ['что такое дедлок', texts.flaky, ['deadlock']],
    ['матрица трасируемости', texts.matrix, ['трассируемости']],
    ['matrica trassiruemosti', texts.matrix, ['матрица', 'трассируемости']],
    ['vfnhbwf', texts.matrix, ['матрица']],
    ['требуется проверять', texts.matrix, ['требования']],
    ['взаимоблокировка кода', texts.flaky, ['deadlock']],
  ])('%j finds its passage, and says what it was taken for', async (question, text, searchedFor) => {
    const found = await find(await buildCourse(lessons), question);
    expect(toTexts(found)[0]).toBe(text);
    expect(found.isConfident).toBe(true);
    expect(found.searchedFor).toEqual(searchedFor);
  });

  it.each(['Какая завтра погода в Казани?', 'How do I bake sourdough bread?', '???', ''])(
    '%j finds no answer',
    async (question) => {
      expect(await find(await buildCourse(lessons), question)).toMatchObject({ isConfident: false });
    },
  );

  it('finds nothing in a course without open lessons', async () => {
    const found = await find(await buildCourse(lessons), 'дефект', { versionIds: [] });
    expect(found).toEqual({ passages: [], confidence: 0, isConfident: false, searchedFor: [] });
  });

  it('has its passages of the lesson it is asked in first, where others fit no better', async () => {
    const [near, far] = ['Тест проверяет функцию целиком.', 'Тест проверяет функцию отдельно.'];
    const course = await buildCourse([{ passages: [near] }, { passages: [far] }, { passages: ['Другое.'] }]);
    const [first, second] = course.lessons;
    const ask = (versionId: string | undefined, question: string) => find(course, question, { nearVersionId: versionId ?? null });
    expect(toTexts(await ask(first?.versionId, 'тест функции'))).toEqual([near, far]);
    expect(toTexts(await ask(second?.versionId, 'тест функции'))).toEqual([far, near]);
    expect(toTexts(await ask(first?.versionId, 'тест функции отдельно'))).toEqual([far, near]);
  });

  it('is searched in its own course and space alone', async () => {
    const [course, other] = await Promise.all([buildCourse(lessons), buildCourse([{ passages: ['Гамма распадается.'] }])]);
    const { courseId, study } = other;
    expect((await find(course, 'гамма')).passages).toEqual([]);
    const query = {
      courseId,
      versionIds: listOpenVersions(study),
      question: 'гамма',
      vector: null,
      limit: 5,
      nearVersionId: null,
    };
    expect(await service.rows((db) => findPassages(db, query), 's-other')).toMatchObject({ passages: [], confidence: 0 });
    expect((await find(other, 'гамма')).passages).toHaveLength(1);
  });
});

describe('a lesson that is not open', () => {
  const secrets = [
    'Тестирвание дефекта: трассируемость флаков, граничный индекс.',
    'Дефекты дефектны. Канарейка поёт deadlocks.',
  ];
  const questions = [
    'дефект',
    'тестирвание',
    'канарейка поёт',
    'канарйка',
    'чем отличаются дефекты',
    'индекс',
    'трассируемость',
    'дедлокс',
    'граничный',
    'kanareika',
    'взаимоблокировка',
    'петь канарейку',
    'баг index',
  ];

  it.each(questions)('has no effect on what %j finds, nor on how sure it is, nor on what is searched for', async (question) => {
    const plain = await buildCourse(lessons);
    const [text] = [toTexts(await find(plain, question))];
    const openIds = listOpenVersions(plain.study);
    const before = await find(plain, question);
    const hidden = await buildCourse([{ passages: secrets }]);
    // The same course with a lesson that is not among the open ones.
    await service.rows((db) =>
      Promise.all(
        ['postings', 'words', 'word_uses', 'passages', 'lesson_versions'].map((table) =>
          db.query(
            `UPDATE ${table} SET course_id = $1 WHERE course_id = $2 ${table === 'words' ? 'AND word NOT IN (SELECT word FROM words WHERE course_id = $1)' : ''}`,
            [plain.courseId, hidden.courseId],
          ),
        ),
      ),
    );
    const after = await find(plain, question, { versionIds: openIds });
    expect(after).toEqual(before);
    expect(toTexts(after)).toEqual(text);
    const all = [...openIds, ...listOpenVersions(hidden.study)];
    expect((await find(plain, 'канарейка', { versionIds: all })).passages).toHaveLength(1);
  });
});

describe('vectors', () => {
  const dimensions = 64;

  async function embed(course: BuiltCourse, model = 'double/test-embedding') {
    await service.rows(async (db) => {
      const rows = await db.query<{ id: string; text: string }[]>('SELECT id, text FROM passages WHERE course_id = $1', [
        course.courseId,
      ]);
      for (const { id, text } of rows)
        await db.query('UPDATE passages SET embedding = $2 WHERE id = $1', [id, toVectorBytes(embedding(text, dimensions))]);
      await db.query('UPDATE lesson_versions SET embedding_model = $2 WHERE course_id = $1', [course.courseId, model]);
    });
  }

  it('find a passage that shares no word with the question, and only where it is open', async () => {
    const course = await buildCourse(lessons);
    await embed(course);
    const vector = embedding(texts.matrix, dimensions);
    expect(toTexts(await find(course, 'ыыы', { vector }))[0]).toBe(texts.matrix);
    const versionIds = listOpenVersions(course.study).slice(0, 3);
    expect(toTexts(await find(course, 'ыыы', { vector, versionIds }))).not.toContain(texts.matrix);
  });

  it('of another length, of another model, are not compared', async () => {
    const course = await buildCourse(lessons);
    await embed(course);
    expect((await find(course, 'ыыы', { vector: embedding(texts.matrix, 32) })).passages).toEqual([]);
  });

  it('are read once while they stay the same', async () => {
    const course = await buildCourse(lessons);
    await embed(course);
    const cache = createVectorCache();
    const read: string[] = [];
    const ask = () =>
      service.rows((db) => {
        const query = { courseId: course.courseId, versionIds: listOpenVersions(course.study), nearVersionId: null, limit: 5 };
        const watched = watchQueries(db, async (sql) => void read.push(sql));
        return findPassages(watched, { ...query, question: 'дефект', vector: embedding(texts.defect, dimensions) }, cache);
      });
    const first = await ask();
    const reads = () => read.filter((sql) => sql.includes('embedding IS NOT NULL')).length;
    expect(reads()).toBe(1);
    expect(await ask()).toEqual(first);
    expect(reads()).toBe(1);
    await embed(course, 'double/other');
    await ask();
    expect(reads()).toBe(2);
  });
});

function watchQueries(db: EntityManager, watch: (sql: string, parameters: unknown[]) => Promise<void>): EntityManager {
  return new Proxy(db, {
    get: (target, key) =>
      key === 'query'
        ? async (sql: string, parameters: unknown[]) => {
            await watch(sql, parameters);
            return target.query(sql, parameters);
          }
        : Reflect.get(target, key),
  });
}

it('searches through its indexes as the role of the service, under the policies of the tables', async () => {
  const course = await buildCourse(lessons);
  await service.rows(async (db) => {
    await db.query(
      `INSERT INTO postings (course_id, term, passage_id, version_id, weight)
       SELECT gen_random_uuid(), 'слово' || number % 500, gen_random_uuid(), version_id, 1
       FROM generate_series(1, 20000) number, (SELECT version_id FROM postings LIMIT 1) one`,
    );
    await db.query(
      `INSERT INTO words (course_id, word, term, initial, skeleton)
       SELECT $1, 'слово' || number, 'слово' || number, chr(1072 + number % 32), 's' || number FROM generate_series(1, 20000) number`,
      [course.courseId],
    );
    await db.query(
      `INSERT INTO word_uses (course_id, word, version_id) SELECT course_id, word, version_id
       FROM words, (SELECT version_id FROM postings LIMIT 1) one ON CONFLICT DO NOTHING`,
    );
  });
  const owner = await new DataSource({ type: 'postgres', url: service.testDatabase.ownerUrl }).initialize();
  for (const table of ['postings', 'words', 'word_uses']) await owner.query(`ANALYZE chatbot.${table}`);
  await owner.destroy();
  const plans: string[] = [];
  const role = await service.rows(async (db) => {
    const watched = watchQueries(db, async (sql, parameters) => {
      const lines = await db.query<{ 'QUERY PLAN': string }[]>(`EXPLAIN (COSTS OFF) ${sql}`, parameters);
      plans.push(lines.map((line) => line['QUERY PLAN']).join('\n'));
    });
    const query = { courseId: course.courseId, versionIds: listOpenVersions(course.study), vector: null, limit: 5 };
    await findPassages(watched, { ...query, nearVersionId: null, question: 'граничыне значения и дедлок' });
    return db.query<{ name: string; free: boolean }[]>(
      'SELECT current_user AS name, rolsuper OR rolbypassrls AS free FROM pg_roles WHERE rolname = current_user',
    );
  });
  expect(role).toEqual([{ name: 'lyceum_chatbot', free: false }]);
  const all = plans.join('\n');
  for (const index of ['postings_pkey', 'words_of_initial', 'words_of_skeleton', 'words_of_root', 'word_uses_'])
    expect(all).toContain(index);
  expect(all).not.toMatch(/Seq Scan on (postings|words|word_uses)/);
});
