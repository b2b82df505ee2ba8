import { snapshotsRequested } from '@lyceum/common/snapshots';
import { archiveCourse } from '@lyceum/contracts/courses/course';
import { type createLesson, moveLesson } from '@lyceum/contracts/courses/draft';
import { listQuestions, updateQuestion } from '@lyceum/contracts/courses/question-bank';
import { coursePublished, getChanges, listRevisions, publishCourse } from '@lyceum/contracts/courses/revision';
import { asStaff, type TestActor } from '@lyceum/testing/actors';
import type { z } from 'zod';
import { service } from '../../../test/courses-service.ts';
import {
  buildBank,
  buildCourse,
  buildEnrolment,
  buildLearner,
  buildLesson,
  buildModule,
  buildPublishedCourse,
  buildQuestion,
  buildQuiz,
  changeLesson,
  opened,
  publish,
  removeLesson,
  text,
  unknownId,
  video,
} from '../../../test/factories.ts';

const moment = '2026-11-20T10:00:00.000Z';

afterEach(() => service.clock.reset());

const publishAs = (as: TestActor, courseId: string, body: z.input<typeof publishCourse.body> = {}) =>
  service.call(publishCourse, { as, params: { courseId }, body });

async function readChanges(as: TestActor, courseId: string) {
  const { status, body } = await service.call(getChanges, { as, params: { courseId } });
  expect(status).toBe(200);
  return body;
}

const readRevisions = async (as: TestActor, courseId: string) =>
  (await service.call(listRevisions, { as, params: { courseId } })).body.items;

type LessonInput = z.input<typeof createLesson.body>;

/** A draft of one lesson. */
async function buildDraft(lesson: Partial<LessonInput> = {}) {
  const author = asStaff();
  const { id: courseId } = await buildCourse(author);
  const moduleId = await buildModule(author, courseId);
  const { id: lessonId } = await buildLesson(author, courseId, { moduleId, ...lesson });
  return { author, courseId, moduleId, lessonId };
}

const nobody = { since: null, isReordered: false, learners: 0 };

describe('GET /courses/:courseId/changes', () => {
  it('tells of a first draft that everything is new', async () => {
    const { author, courseId, lessonId } = await buildDraft();
    const draft = expect.stringMatching(/^[\w-]{43}$/);
    const added = { change: 'added', aspects: [], blocks: [], choices: ['migrate', 'keep'], default: 'migrate' };
    const lessons = [{ lessonId, title: 'Обобщения', ...added }];
    expect(await readChanges(author, courseId)).toEqual({ ...nobody, draft, lessons, problems: [] });
  });

  it('tells of nothing after a publication, and how many are in the middle', async () => {
    const { author, courseId } = await buildPublishedCourse();
    await buildEnrolment(courseId);
    expect(await readChanges(author, courseId)).toMatchObject({
      since: 1,
      lessons: [],
      isReordered: false,
      problems: [],
      learners: 1,
    });
  });

  it('tells of lessons that are new, different, moved and gone', async () => {
    const { author, courseId, moduleId, lessons } = await buildPublishedCourse({ lessons: [{}, {}, {}, {}] });
    const [first = '', second = '', third = '', fourth = ''] = lessons;
    const blocks = [{ id: 'more', type: 'markdown', text: 'Ещё' }] as const;
    await changeLesson(author, courseId, first, { title: 'Начало', content: { type: 'text', blocks: [...blocks] } });
    await service.call(moveLesson, { as: author, params: { courseId, lessonId: second }, body: { moduleId, before: fourth } });
    await removeLesson(author, courseId, third);
    const { id: added } = await buildLesson(author, courseId, { moduleId, title: 'Новый' });
    const changes = await readChanges(author, courseId);
    expect(changes).toMatchObject({ since: 1, isReordered: false });
    expect(changes.lessons).toMatchObject([
      {
        ...{ lessonId: first, title: 'Начало', change: 'changed', aspects: ['title', 'content', 'rule'] },
        blocks: [
          { id: 'more', change: 'added' },
          { id: 'intro', change: 'removed' },
        ],
      },
      { lessonId: added, title: 'Новый', change: 'added' },
      { lessonId: third, title: 'Урок 3', change: 'removed' },
    ]);
    await service.call(moveLesson, { as: author, params: { courseId, lessonId: second }, body: { moduleId, before: first } });
    expect(await readChanges(author, courseId)).toMatchObject({ isReordered: true });
  });

  it('tells of another question in a bank as a change of the quiz, and of none when it is as before', async () => {
    const { author, courseId, bankId, lessons } = await buildQuiz();
    const params = { courseId, bankId };
    const { body } = await service.call(listQuestions, { as: author, params });
    const before = await readChanges(author, courseId);
    expect(before.lessons).toEqual([]);
    const edited = { ...params, questionId: body.items[0].id };
    await service.call(updateQuestion, { as: author, params: edited, body: buildQuestion({ prompt: 'Иначе?' }) });
    const after = await readChanges(author, courseId);
    expect(after.lessons).toMatchObject([{ lessonId: lessons[0], change: 'changed', aspects: ['content'], blocks: [] }]);
    expect(after.draft).not.toBe(before.draft);
  });

  it.each([
    ['en', 'The lesson “Пусто” has no text.', 'The quiz “Тест” has fewer questions in its banks than it draws.'],
    ['ru', 'В уроке «Пусто» нет текста.', 'В банках теста «Тест» вопросов меньше, чем он берёт.'],
  ] as const)(
    'says in the language of the reader what keeps it from being published: %s',
    async (locale, noText, noQuestions) => {
      const { author, courseId, lessonId } = await buildDraft({ title: 'Пусто', content: { type: 'text', blocks: [] } });
      const moduleId = await buildModule(author, courseId);
      const bankId = await buildBank(author, courseId, [buildQuestion({ tags: ['a'] }), buildQuestion()]);
      const sources = [[], [{ bankId, draw: 3 }], [{ bankId, draw: 2, tag: 'a' }], [{ bankId, draw: null, tag: 'b' }]];
      const quizzes: string[] = [];
      for (const questions of sources) {
        const content = { type: 'quiz', settings: { questions } } as const;
        quizzes.push((await buildLesson(author, courseId, { moduleId, title: 'Тест', content })).id);
      }
      await buildLesson(author, courseId, {
        moduleId,
        content: { type: 'quiz', settings: { questions: [{ bankId, draw: 2 }] } },
      });
      const { problems } = await readChanges({ ...author, locale }, courseId);
      expect(problems).toEqual([{ lessonId, message: noText }, ...quizzes.map((id) => ({ lessonId: id, message: noQuestions }))]);
    },
  );
});

describe('POST /courses/:courseId/publish', () => {
  it('answers 201 with the first revision, tells of its lessons and lets people in', async () => {
    service.clock.set(new Date(moment));
    const { author, courseId, moduleId, lessonId } = await buildDraft();
    const { status, body } = await publishAs(author, courseId, { note: 'Первая' });
    expect(status).toBe(201);
    const revision = { id: body.id, number: 1, note: 'Первая', publishedBy: author.id, publishedAt: moment, lessons: 1 };
    expect(body).toEqual({ ...revision, id: expect.any(String) });
    const events = (await service.outbox(coursePublished.name)).map(({ payload }) => payload);
    expect(events.filter((event) => event['courseId'] === courseId)).toEqual([
      {
        ...{ courseId, revision: 1, title: 'Основы TypeScript', language: 'ru', publishedBy: author.id, occurredAt: moment },
        lessons: [{ lessonId, versionId: expect.any(String), title: 'Обобщения', type: 'text', moduleId, moduleTitle: 'Типы' }],
      },
    ]);
    const { enrolment } = await buildEnrolment(courseId);
    expect(enrolment.status).toBe('active');
    expect(await readRevisions(author, courseId)).toEqual([revision]);
  });

  it('is told again to a younger service, each revision as it was', async () => {
    service.clock.set(new Date(moment));
    const author = asStaff({ space: 'younger' });
    const { courseId, lessons } = await buildPublishedCourse({ author, lessons: [{}] });
    const [lessonId = ''] = lessons;
    await changeLesson(author, courseId, lessonId, { title: 'Урок 1', content: text('Новое.') });
    await publishAs(author, courseId, { choices: [{ lessonId, choice: 'keep' }] });
    const listPublished = async () =>
      (await service.outbox(coursePublished.name)).filter(({ space }) => space === 'younger').map(({ payload }) => payload);
    const published = await listPublished();
    expect(published).toHaveLength(2);
    await service.deliver(snapshotsRequested, { events: [coursePublished.name], recipient: 'chatbot' });
    await service.runJobs();
    const byRevision = (await listPublished())
      .slice(2)
      .toSorted((one, other) => Number(one['revision']) - Number(other['revision']));
    expect(byRevision).toEqual(published);
  });

  it('answers 409 with the first problem in the language of the author, and publishes nothing', async () => {
    const { author, courseId } = await buildDraft({ required: false });
    const [english, russian] = await Promise.all([publishAs(author, courseId), publishAs({ ...author, locale: 'ru' }, courseId)]);
    expect([english.status, english.body.code, english.body.detail]).toEqual([
      409,
      'course.not_ready',
      'The course needs a lesson that is required.',
    ]);
    expect(russian.body.detail).toBe('В курсе должен быть хотя бы один обязательный урок.');
    expect(await readRevisions(author, courseId)).toEqual([]);
  });

  it('answers 409 to a draft that is the last revision, and 201 once it is not', async () => {
    const { author, courseId, lessons } = await buildPublishedCourse({ lessons: [{}, { content: video() }] });
    const { status, body } = await publishAs(author, courseId);
    expect([status, body.code]).toEqual([409, 'course.unchanged']);
    await changeLesson(author, courseId, lessons[0] ?? '', { title: 'Урок 1', completion: opened() });
    expect((await publishAs(author, courseId)).body.code).toBe('course.unchanged');
    await changeLesson(author, courseId, lessons[0] ?? '', { title: 'Урок 1', completion: opened(1) });
    expect((await publishAs(author, courseId)).body).toMatchObject({ number: 2, lessons: 2 });
  });

  it('answers 409 to a draft that was changed since it was compared, and 201 to the one that was', async () => {
    const { author, courseId, lessonId } = await buildDraft();
    const { draft } = await readChanges(author, courseId);
    await changeLesson(author, courseId, lessonId, { content: text('Иначе') });
    const { status, body } = await publishAs(author, courseId, { draft });
    expect([status, body.code]).toEqual([409, 'course.draft_changed']);
    expect((await publishAs(author, courseId, { draft: (await readChanges(author, courseId)).draft })).status).toBe(201);
  });

  it('answers 409 to an archived course', async () => {
    const { author, courseId, lessons } = await buildPublishedCourse();
    await service.call(archiveCourse, { as: author, params: { courseId } });
    await changeLesson(author, courseId, lessons[0] ?? '');
    const { status, body } = await publishAs(author, courseId);
    expect([status, body.code]).toEqual([409, 'course.wrong_status']);
  });

  it.each([
    ['a lesson that there is not', unknownId, 'keep'],
    ['a new lesson that is to be done again', 'added', 'retake'],
    ['a lesson that is as it was', 'same', 'migrate'],
  ] as const)('answers 422 to a choice for %s, and publishes nothing', async (_, lesson, choice) => {
    const { author, courseId, moduleId, lessons } = await buildPublishedCourse();
    const { id: added } = await buildLesson(author, courseId, { moduleId });
    const lessonId = { added, same: lessons[0] ?? '', [unknownId]: unknownId }[lesson] ?? '';
    const choices = [
      { lessonId: added, choice: 'keep' },
      { lessonId, choice },
    ] as const;
    const { status, body } = await publishAs(author, courseId, { choices: [...choices] });
    expect([status, body.code, body.errors[0].pointer]).toEqual([422, 'course.change_not_found', '/body/choices/1']);
    expect(await readRevisions(author, courseId)).toHaveLength(1);
  });

  it.each([
    [{ note: 'а'.repeat(2001) }, '/body/note'],
    [{ draft: 'а'.repeat(65) }, '/body/draft'],
    [{ choices: [{ lessonId: '1', choice: 'keep' }] }, '/body/choices/0/lessonId'],
    [{ choices: [{ lessonId: unknownId, choice: 'lose' as 'keep' }] }, '/body/choices/0/choice'], // not in the contract
    [{ choices: Array.from({ length: 1001 }, () => ({ lessonId: unknownId, choice: 'keep' as const })) }, '/body/choices'],
  ] as const)('answers 400 to a wrong field: %#', async (body, pointer) => {
    const { author, courseId } = await buildDraft();
    const answer = await service.http
      .post(`/api/v1/courses/${courseId}/publish`)
      .set('authorization', `Bearer ${service.token(author)}`)
      .send(body);
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, pointer]);
  });

  it('makes one revision of two publications of a draft at once', async () => {
    const { author, courseId } = await buildDraft();
    const answers = await Promise.all(Array.from({ length: 6 }, () => publishAs(author, courseId)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409, 409, 409]);
    expect(await readRevisions(author, courseId)).toMatchObject([{ number: 1 }]);
  });

  it('numbers revisions in order while the draft is changed at once', async () => {
    const { author, courseId, lessons } = await buildPublishedCourse();
    const answers = await Promise.all(
      Array.from({ length: 6 }, async (_, index) => {
        await changeLesson(author, courseId, lessons[0] ?? '', { title: `Урок ${index}` });
        return publishAs(author, courseId);
      }),
    );
    const numbers = answers.flatMap(({ status, body }) => (status === 201 ? [body.number] : []));
    expect(numbers.toSorted()).toEqual(numbers.map((_, index) => index + 2));
    expect((await readRevisions(author, courseId)).length).toBe(numbers.length + 1);
  });

  it('gives each who comes while it is published the last revision', async () => {
    const { author, courseId, lessons } = await buildPublishedCourse();
    const newcomers = await Promise.all(Array.from({ length: 8 }, () => buildLearner()));
    await changeLesson(author, courseId, lessons[0] ?? '', { title: 'Иначе' });
    await Promise.all([publish(author, courseId), ...newcomers.map((learner) => buildEnrolment(courseId, learner))]);
    await expectRevision(courseId, 2);
  });
});

/** Everybody in the course has this revision. */
async function expectRevision(courseId: string, number: number): Promise<void> {
  const numbers = await service.rows((db) =>
    db.query<{ number: number }[]>(
      'SELECT DISTINCT r.number FROM enrolments e JOIN course_revisions r ON r.id = e.revision_id WHERE e.course_id = $1',
      [courseId],
    ),
  );
  expect(numbers).toEqual([{ number }]);
}

describe('GET /courses/:courseId/revisions', () => {
  it('lists revisions in pages, the newest first, and none of what was made for people in the middle', async () => {
    const { author, courseId, moduleId } = await buildPublishedCourse();
    await buildEnrolment(courseId);
    for (const title of ['Ещё', 'И ещё']) {
      const { id: lessonId } = await buildLesson(author, courseId, { moduleId, title });
      await publish(author, courseId, { note: title, choices: [{ lessonId, choice: 'keep' }] });
    }
    const list = (query: z.input<typeof listRevisions.query>) =>
      service.call(listRevisions, { as: author, params: { courseId }, query });
    const { body } = await list({ limit: 2 });
    expect(body.items).toMatchObject([
      { number: 3, note: 'И ещё', lessons: 4 },
      { number: 2, note: 'Ещё', lessons: 3 },
    ]);
    const next = await list({ limit: 2, cursor: body.nextCursor });
    expect(next.body).toMatchObject({ items: [{ number: 1, note: '', lessons: 2 }], nextCursor: null });
    expect((await list({ limit: 0 })).status).toBe(400);
  });
});
