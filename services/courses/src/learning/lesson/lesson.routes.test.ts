import type { createLesson } from '@lyceum/contracts/courses/draft';
import { endEnrolment } from '@lyceum/contracts/courses/enrolment';
import { extendDeadline } from '@lyceum/contracts/courses/grading';
import { getLesson, getLessonAccess, getOutline, type Outline, searchLessons } from '@lyceum/contracts/courses/outline';
import { asStaff, type TestActor } from '@lyceum/testing/actors';
import { DataSource, type EntityManager } from 'typeorm';
import type { z } from 'zod';
import { assignment } from '../../../test/assignment-factories.ts';
import { service } from '../../../test/courses-service.ts';
import {
  buildBank,
  buildCohort,
  buildCourse,
  buildEnrolment,
  buildLearner,
  buildLesson,
  buildModule,
  buildPublishedCourse,
  enrolByTeacher,
  open,
  opened,
  publish,
  report,
  text,
  video,
} from '../../../test/factories.ts';
import { findStudy } from '../gate/find-study.ts';
import { searchLessons as findHits } from './search-lessons.ts';

type Content = z.input<typeof createLesson.body>['content'];

const now = '2026-11-20T10:00:00.000Z';

beforeEach(() => service.clock.set(new Date(now)));
afterEach(() => service.clock.reset());

const readOutline = async (as: TestActor, courseId: string): Promise<Outline> =>
  (await service.call(getOutline, { as, params: { courseId } })).body;

const read = (as: TestActor, courseId: string, lessonId = '') => service.call(getLesson, { as, params: { courseId, lessonId } });

const askAccess = (as: TestActor, courseId: string, lessonId = '') =>
  service.call(getLessonAccess, { as, params: { courseId, lessonId } });

const search = (as: TestActor, courseId: string, q: string, limit?: number) =>
  service.call(searchLessons, { as, params: { courseId }, query: { q, ...(limit && { limit }) } });

/** A published course whose lessons have these contents, by their titles, and somebody who learns in it. */
async function buildStudied(contents: Readonly<Record<string, Content>>) {
  const lessons = Object.entries(contents).map(([title, content]) => ({ title, content, completion: undefined }));
  const course = await buildPublishedCourse({ sequential: false, lessons });
  return { ...course, ...(await buildEnrolment(course.courseId)) };
}

const untouched = {
  ...{ startedAt: null, completedAt: null, activeSeconds: 0, playedSeconds: 0 },
  ...{ position: null, percent: null, retake: false },
};

describe('GET /courses/:courseId/outline', () => {
  async function buildTwoModules() {
    const author = asStaff();
    const { id: courseId } = await buildCourse(author);
    const [first, second] = [await buildModule(author, courseId, 'Типы'), await buildModule(author, courseId, 'Классы')];
    const a = await buildLesson(author, courseId, { moduleId: first, title: 'А', completion: opened() });
    const b = await buildLesson(author, courseId, { moduleId: first, title: 'Б', completion: opened(), required: false });
    const c = await buildLesson(author, courseId, { moduleId: second, title: 'В', content: video() });
    const d = await buildLesson(author, courseId, { moduleId: second, title: 'Г', completion: opened() });
    await publish(author, courseId);
    return { courseId, modules: [first, second], lessons: [a.id, b.id, c.id, d.id] as const };
  }

  it('answers 200 with modules, lessons, locks and what is not begun yet', async () => {
    const { courseId, modules, lessons } = await buildTwoModules();
    const { learner, enrolment } = await buildEnrolment(courseId);
    const { status, body } = await service.call(getOutline, { as: learner, params: { courseId } });
    const [a, b, c, d] = lessons;
    const lesson = (id: string, title: string) => ({
      ...{ id, title, type: 'text', required: true, completion: opened(), dueAt: null, lock: null, progress: untouched },
    });
    const lock = {
      ...{ code: 'lesson-unfinished', lessonId: a, title: 'А', completion: opened() },
      message: 'Finish “А” first: open it.',
    };
    const watched = { rule: 'watched', percent: 90 };
    expect([status, body]).toEqual([
      200,
      {
        ...{ courseId, title: 'Основы TypeScript', revision: 1, enrolmentId: enrolment.id },
        ...{ percent: 0, completedAt: null, resume: a },
        modules: [
          {
            ...{ id: modules[0], title: 'Типы', summary: '', percent: 0 },
            lessons: [lesson(a, 'А'), { ...lesson(b, 'Б'), required: false, lock }],
          },
          {
            ...{ id: modules[1], title: 'Классы', summary: '', percent: 0 },
            lessons: [
              { ...lesson(c, 'В'), type: 'video', completion: watched, lock },
              { ...lesson(d, 'Г'), lock },
            ],
          },
        ],
      },
    ]);
  });

  it('counts percent per module and course, and resumes at the lesson opened last until it is finished', async () => {
    const { courseId, lessons } = await buildTwoModules();
    const [a, b, c, d] = lessons;
    const { learner } = await buildEnrolment(courseId);
    const show = async () => {
      const { percent, resume, completedAt, modules } = await readOutline(learner, courseId);
      return [percent, modules.map((module) => module.percent), resume, completedAt];
    };
    await open(learner, courseId, a);
    expect(await show()).toEqual([33, [100, 0], c, null]);
    const session = await open(learner, courseId, c);
    expect(await show()).toEqual([33, [100, 0], c, null]);
    service.clock.advance(50_000);
    await report(learner, session.id, { from: 0, to: 50_000, played: { from: 0, to: 100 } });
    expect(await show()).toEqual([66, [100, 50], d, null]);
    const [, second] = (await readOutline(learner, courseId)).modules;
    const played = { startedAt: now, completedAt: '2026-11-20T10:00:50.000Z', activeSeconds: 50, playedSeconds: 100 };
    expect(second?.lessons[0]?.progress).toEqual({ ...untouched, ...played, position: 100 });
    await open(learner, courseId, d);
    expect(await show()).toEqual([100, [100, 100], b, '2026-11-20T10:00:50.000Z']);
    await open(learner, courseId, b);
    expect(await show()).toEqual([100, [100, 100], null, '2026-11-20T10:00:50.000Z']);
  });

  it('tells until when assignments are due for this learner, with an extension, as the lesson does', async () => {
    const at = '2026-12-01T00:00:00.000Z';
    const { author, courseId, lessons, learner } = await buildStudied({
      Текст: text(),
      Всегда: assignment(),
      Срок: assignment({ due: { due: 'at', at } }),
      Дни: assignment({ due: { due: 'after', days: 3 } }),
      Ещё: assignment({ due: { due: 'after', days: 3 } }),
    });
    const member = await buildLearner();
    const startsAt = '2026-11-30T00:00:00.000Z';
    const { id: cohortId } = await buildCohort(author, courseId, { startsAt });
    await enrolByTeacher(author, courseId, { personId: member.id, cohortId });
    const extended = '2026-12-24T00:00:00.000Z';
    const params = { courseId, lessonId: lessons[4] ?? '', personId: learner.id };
    await service.call(extendDeadline, { as: author, params, body: { dueAt: extended } });
    const listDue = async (as: TestActor) =>
      (await readOutline(as, courseId)).modules.flatMap((module) => module.lessons.map(({ dueAt }) => dueAt));
    const after = '2026-11-23T10:00:00.000Z';
    const inCohort = '2026-12-03T00:00:00.000Z';
    expect(await listDue(learner)).toEqual([null, null, at, after, extended]);
    expect(await listDue(member)).toEqual([null, null, at, inCohort, inCohort]);
    for (const person of [author, await buildLearner()]) expect(await listDue(person)).toEqual([null, null, at, null, null]);
    for (const [index, dueAt] of (await listDue(learner)).entries())
      if (index > 0) expect((await read(learner, courseId, lessons[index])).body.body.dueAt).toBe(dueAt);
  });

  it('answers 200 without progress to who only looks, and 404 for a course that was never published', async () => {
    const { courseId } = await buildTwoModules();
    const body = await readOutline(await buildLearner(), courseId);
    expect(body).toMatchObject({ enrolmentId: null, percent: 0, resume: null });
    expect(body.modules.flatMap(({ lessons }) => lessons.map(({ progress }) => progress))).toEqual([null, null, null, null]);
    const author = asStaff();
    const { id } = await buildCourse(author);
    const draft = await service.call(getOutline, { as: author, params: { courseId: id } });
    expect([draft.status, draft.body.code]).toEqual([404, 'course.not_found']);
  });
});

describe('GET /courses/:courseId/lessons/:lessonId', () => {
  it('answers 200 with the HTML of a text, block by block', async () => {
    const { courseId, lessons, learner } = await buildStudied({
      Обобщения: {
        type: 'text',
        blocks: [
          { id: 'intro', type: 'markdown', text: '**Тип** <script>alert(1)</script>' },
          { id: 'sample', type: 'code', language: '', code: '<script>alert(1)</script>' },
        ],
      },
    });
    const { status, body } = await read(learner, courseId, lessons[0]);
    const escaped = '&lt;script&gt;alert(1)&lt;/script&gt;';
    expect([status, body]).toEqual([
      200,
      {
        ...{ id: lessons[0], title: 'Обобщения', type: 'text', required: true, revision: 1 },
        ...{ completion: opened(15), progress: untouched },
        body: {
          type: 'text',
          blocks: [
            { id: 'intro', html: expect.stringContaining('<strong>Тип</strong>') },
            { id: 'sample', html: `<pre><code>${escaped}</code></pre>` },
          ],
        },
      },
    ]);
    expect(body.body.blocks[0].html).not.toContain('<script');
  });

  const meeting = {
    type: 'meeting',
    url: 'https://meet.example.org/1',
    startsAt: '2026-11-20T12:00:00Z',
    durationMinutes: 45,
  } as const;

  it('answers 200 with what a video, a link, a quiz and a meeting are made of, and with no answer of the quiz', async () => {
    const author = asStaff();
    const { id: courseId } = await buildCourse(author, { sequential: false });
    const moduleId = await buildModule(author, courseId);
    const bankId = await buildBank(author, courseId);
    const settings = { questions: [{ bankId, draw: 1 }], timeLimitSeconds: 600, maxAttempts: 2 };
    const description = '*Важно*';
    const html = expect.stringContaining('<em>Важно</em>');
    const link = { type: 'link', url: 'https://example.org/', description } as const;
    const kinds: [Content, object][] = [
      [video(), { ...video(), description: expect.stringContaining('О типах.') }],
      [link, { ...link, description: html }],
      [
        { type: 'quiz', description, settings },
        {
          ...{ type: 'quiz', questions: 1, timeLimitSeconds: 600, maxAttempts: 2, description: html },
          ...{ grading: 'highest', review: 'answers', retryAfterSeconds: 0, wrongPercent: 0 },
        },
      ],
      [
        { ...meeting, description },
        { ...meeting, url: null, description: html },
      ],
    ];
    const ids: string[] = [];
    for (const [content] of kinds) ids.push((await buildLesson(author, courseId, { moduleId, content })).id);
    await publish(author, courseId);
    const { learner } = await buildEnrolment(courseId);
    for (const [index, [, shown]] of kinds.entries()) {
      const { status, body } = await read(learner, courseId, ids[index]);
      expect([status, body.body]).toEqual([200, shown]);
    }
  });

  it('tells the address of a meeting from a quarter of an hour before it on', async () => {
    const { courseId, lessons, learner } = await buildStudied({ Встреча: meeting });
    const readUrl = async () => (await read(learner, courseId, lessons[0])).body.body.url;
    service.clock.set(new Date('2026-11-20T11:44:59.999Z'));
    expect(await readUrl()).toBeNull();
    service.clock.set(new Date('2026-11-20T11:45:00.000Z'));
    expect(await readUrl()).toBe(meeting.url);
  });

  it('answers 403 with the reason, for programs and in the language of the reader', async () => {
    const { courseId, lessons } = await buildPublishedCourse();
    const { learner } = await buildEnrolment(courseId, await buildLearner({ locale: 'ru' }));
    const { status, body } = await read(learner, courseId, lessons[1]);
    const message = 'Сначала завершите урок «Урок 1»: откройте его.';
    expect([status, body]).toMatchObject([
      403,
      {
        ...{ code: 'lesson.locked', title: 'Урок для вас пока закрыт', detail: message },
        reason: { code: 'lesson-unfinished', lessonId: lessons[0], title: 'Урок 1', completion: opened(), message },
      },
    ]);
  });
});

describe('GET /courses/:courseId/lessons/:lessonId/access', () => {
  it('answers 200 with the version of an open lesson, and with the lock and no version of another', async () => {
    const { author, courseId, lessons } = await buildPublishedCourse();
    const { learner } = await buildEnrolment(courseId);
    const first = await askAccess(learner, courseId, lessons[0]);
    expect([first.status, first.body]).toEqual([200, { open: true, lock: null, versionId: expect.any(String) }]);
    const second = await askAccess(learner, courseId, lessons[1]);
    expect(second.body).toEqual({ open: false, lock: expect.objectContaining({ code: 'lesson-unfinished' }), versionId: null });
    await service.call(endEnrolment, { as: author, params: { courseId, personId: learner.id } });
    expect((await askAccess(learner, courseId, lessons[0])).body).toMatchObject({ open: false, versionId: null });
  });
});

describe('GET /courses/:courseId/search', () => {
  const contents: Readonly<Record<string, Content>> = {
    Обобщения: text('Обобщённые типы проверяются компилятором.'),
    Classes: text('Every class inherits from another one; inheriting is optional.'),
    Разметка: {
      type: 'text',
      blocks: [
        { id: 'sample', type: 'code', language: 'xml', code: '<script>a < b && "c" > d</script> конец примера' },
        { id: 'marks', type: 'html', html: '<p>&#1;чужая&#2; пометка</p>' },
      ],
    },
    Видео: video(),
  };

  it.each([
    ['Russian words in other forms', 'обобщённый тип', ['Видео', 'Обобщения']],
    ['a word of a title in another form', 'обобщение', ['Видео', 'Обобщения']],
    ['a word with е in the place of ё', 'обобщенные компилятор', ['Обобщения']],
    ['an English word in another form', 'inherited', ['Classes']],
    ['a phrase', '"проверяются компилятором"', ['Обобщения']],
    ['a phrase in another order', '"компилятором проверяются"', []],
    ['either of two words', 'компилятор OR inherit', ['Classes', 'Обобщения']],
    ['a word of a transcript', 'сегодня поговорим', ['Видео']],
    ['stop words only', 'и в на', []],
    ['signs only', '!!! & | <->', []],
    ['a quotation mark that is never closed', '"проверяются', ['Обобщения']],
  ])('finds lessons by %s', async (_, q, titles) => {
    const { courseId, learner } = await buildStudied(contents);
    const { status, body } = await search(learner, courseId, q);
    expect([status, body.items.map(({ title }: { title: string }) => title).sort()]).toEqual([200, titles]);
  });

  it('answers 200 with marked words in their surroundings, the best first', async () => {
    const words = 'Слово о типах.';
    const { courseId, lessons, learner } = await buildStudied({
      Первый: text(`Ещё ${words}`),
      Типы: text(words),
      Третий: text('Иное.'),
    });
    const { body } = await search(learner, courseId, 'тип');
    expect(body).toEqual({
      items: [
        { lessonId: lessons[1], title: 'Типы', excerpt: 'Слово о <mark>типах</mark>.' },
        { lessonId: lessons[0], title: 'Первый', excerpt: 'Ещё Слово о <mark>типах</mark>.' },
      ],
    });
    expect((await search(learner, courseId, 'тип', 1)).body.items).toHaveLength(1);
  });

  it('escapes what a lesson has of markup', async () => {
    const { courseId, learner } = await buildStudied(contents);
    const { body } = await search(learner, courseId, 'пример');
    expect(body.items).toHaveLength(1);
    expect(body.items[0].excerpt).toContain('a &lt; b &amp;&amp; &quot;c&quot; &gt; d');
    expect(body.items[0].excerpt.match(/<mark>.*?<\/mark>/g)).toEqual(['<mark>примера</mark>']);
    expect(body.items[0].excerpt.replaceAll(/<\/?mark>/g, '')).not.toMatch(/[<>"]/);
  });

  it('tells nothing of other courses and of lessons that are closed', async () => {
    const { courseId, lessons, learner } = await buildStudied(contents);
    const other = await buildStudied(contents);
    const { body } = await search(learner, courseId, 'компилятор');
    expect(body.items.map(({ lessonId }: { lessonId: string }) => lessonId)).toEqual([lessons[0]]);
    expect((await search(learner, other.courseId, 'компилятор')).body).toEqual({ items: [] });
  });

  it.each([
    ['no words', { q: ' ' }, '/query/q'],
    ['too many characters', { q: 'я'.repeat(201) }, '/query/q'],
    ['words of two lines', { q: 'тип\nкласс' }, '/query/q'],
    ['too many hits', { q: 'тип', limit: 101 }, '/query/limit'],
  ])('answers 400 to %s', async (_, query, pointer) => {
    const { courseId, learner } = await buildStudied(contents);
    const response = await service.call(searchLessons, { as: learner, params: { courseId }, query });
    expect([response.status, response.body.errors]).toMatchObject([400, [{ pointer }]]);
  });
});

describe('a search in a large course', () => {
  /** Versions of lessons, as many as make the planner care, each found by a word of its own. */
  async function buildVersions(courseId: string, count: number): Promise<string[]> {
    const rows = await service.rows((db) =>
      db.query<{ id: string }[]>(
        `INSERT INTO lesson_versions (id, course_id, lesson_id, hash, title, content, shown, words, pools, questions)
         SELECT gen_random_uuid(), course_id, gen_random_uuid(), hash || number, title, content, shown, 'слово' || number, pools, questions
         FROM lesson_versions, generate_series(1, $2::int) AS number WHERE course_id = $1 RETURNING id`,
        [courseId, count],
      ),
    );
    const owner = await new DataSource({ type: 'postgres', url: service.testDatabase.ownerUrl }).initialize();
    await owner.query('ANALYZE courses.lesson_versions');
    await owner.destroy();
    return rows.map(({ id }) => id);
  }

  it('goes through its index as the role of the service, under the policy of the table', async () => {
    const { courseId } = await buildStudied({ Обобщения: text() });
    const versions = await buildVersions(courseId, 5000);
    const actor = { ...asStaff(), roles: [], service: null, expiresAt: 0, can: () => true };
    let plan = '';
    await service.rows(async (db) => {
      const study = await findStudy(db, service.context(), actor, courseId);
      const { outline } = study.revision;
      const modules = outline.modules.map((module) => ({
        ...module,
        lessons: module.lessons.flatMap((lesson) => versions.slice(0, 500).map((id) => ({ ...lesson, id, versionId: id }))),
      }));
      const revision = { ...study.revision, outline: { ...outline, modules } };
      const explaining: EntityManager = Object.create(db, {
        query: {
          async value(sql: string, parameters: unknown[]) {
            const lines = await db.query<{ 'QUERY PLAN': string }[]>(`EXPLAIN (COSTS OFF) ${sql}`, parameters);
            plan = lines.map((line) => line['QUERY PLAN']).join('\n');
            return [];
          },
        },
      });
      await findHits(explaining, { ...study, revision }, { q: 'слово7', limit: 20 });
    });
    const [role] = await service.rows((db) =>
      db.query('SELECT current_user AS name, rolsuper OR rolbypassrls AS free FROM pg_roles WHERE rolname = current_user'),
    );
    expect(role).toEqual({ name: 'lyceum_courses', free: false });
    expect(plan).toMatch(/space_id = current_setting\('app\.space'/);
    expect(plan).toMatch(/Bitmap Index Scan on lesson_versions_search\s+Index Cond: \(search @@/);
  });
});
