import { archiveCourse, deleteCourse } from '@lyceum/contracts/courses/course';
import type { LessonContent } from '@lyceum/contracts/courses/lesson-content';
import { getTutorAccess } from '@lyceum/contracts/courses/tutor-access';
import { asAdmin, asStaff, asUser, type TestActor } from '@lyceum/testing/actors';
import { buildAssignment } from '../../../test/assignment-factories.ts';
import { service } from '../../../test/courses-service.ts';
import {
  buildCourse,
  buildEnrolment,
  buildLearner,
  buildLesson,
  buildModule,
  buildPublishedCourse,
  buildQuestion,
  buildQuiz,
  changeLesson,
  open,
  publish,
  startQuiz,
  submit,
  text,
  unknownId,
} from '../../../test/factories.ts';
import { askText, askTutorAccess } from '../../../test/tutor-factories.ts';
import { buildVideo, libraryVideo } from '../../../test/video-factories.ts';

const opening = new Date('2026-11-20T10:00:00.000Z');

beforeEach(() => service.clock.set(opening));
afterAll(() => service.clock.reset());

const toCode = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code];

/** The id of the version that a person has of the lesson at this place; null while it is locked. */
async function findVersion(person: TestActor, courseId: string, place = 0): Promise<string> {
  return (await askTutorAccess(person, courseId)).body.lessons[place].versionId;
}

/** What the tutor reads of a lesson of this content. */
async function readParts(content: LessonContent) {
  const { author, courseId } = await buildPublishedCourse({ lessons: [{ content }] });
  return (await askText(author, await findVersion(author, courseId))).body.parts;
}

describe('GET /internal/courses/:courseId/tutor-access', () => {
  it('answers 200 with the lessons in order, and versions of those that are open alone', async () => {
    const { courseId, lessons } = await buildPublishedCourse({ title: 'Типы', sequential: true });
    const { learner } = await buildEnrolment(courseId);
    const [first = '', second = ''] = lessons;
    const { status, body } = await askTutorAccess({ ...learner, locale: 'ru' }, courseId);
    const common = { type: 'text', moduleTitle: 'Типы' };
    expect([status, body]).toEqual([
      200,
      {
        ...{ title: 'Типы', language: 'ru', teaches: false, attempt: null },
        lessons: [
          { lessonId: first, title: 'Урок 1', ...common, versionId: expect.any(String), lock: null },
          {
            ...{ lessonId: second, title: 'Урок 2', ...common, versionId: null },
            lock: {
              ...{ code: 'lesson-unfinished', lessonId: first, title: 'Урок 1', completion: { rule: 'opened', seconds: 0 } },
              message: 'Сначала завершите урок «Урок 1»: откройте его.',
            },
          },
        ],
      },
    ]);
    await open(learner, courseId, first);
    expect(await findVersion(learner, courseId, 1)).toEqual(expect.any(String));
  });

  it('opens everything published to those who teach, and nothing of the draft', async () => {
    const { author, courseId, moduleId, lessons } = await buildPublishedCourse({ sequential: true });
    await buildLesson(author, courseId, { moduleId, title: 'Черновик' });
    for (const person of [author, asStaff(), asAdmin()]) {
      const { body } = await askTutorAccess(person, courseId);
      expect(body).toMatchObject({ teaches: true, attempt: null });
      expect(body.lessons).toMatchObject(lessons.map((lessonId) => ({ lessonId, versionId: expect.any(String), lock: null })));
    }
  });

  it('lets an author who learns teach, and read as a learner', async () => {
    const { author, courseId } = await buildPublishedCourse({ sequential: true });
    await buildEnrolment(courseId, author);
    const { body } = await askTutorAccess(author, courseId);
    expect([body.teaches, body.lessons[1].lock.code]).toEqual([true, 'lesson-unfinished']);
  });

  it('names the version that a learner has, and another one to a newcomer', async () => {
    const { author, courseId, lessons } = await buildPublishedCourse({ lessons: [{}] });
    const { learner } = await buildEnrolment(courseId);
    const before = await findVersion(learner, courseId);
    const lessonId = lessons[0] ?? '';
    await changeLesson(author, courseId, lessonId, { title: 'Урок 1', content: text('Новое.') });
    await publish(author, courseId, { choices: [{ lessonId, choice: 'keep' }] });
    const { learner: newcomer } = await buildEnrolment(courseId);
    expect(await findVersion(learner, courseId)).toBe(before);
    expect(await findVersion(newcomer, courseId)).not.toBe(before);
  });

  it('answers 404 for a course that was never published, to its author too, and for one that is deleted', async () => {
    const author = asStaff();
    const { id: courseId } = await buildCourse(author);
    await buildLesson(author, courseId, { moduleId: await buildModule(author, courseId) });
    for (const person of [author, await buildLearner()])
      expect(toCode(await askTutorAccess(person, courseId))).toEqual([404, 'course.not_found']);
    await service.call(deleteCourse, { as: author, params: { courseId } });
    for (const id of [courseId, unknownId]) expect(toCode(await askTutorAccess(author, id))).toEqual([404, 'course.not_found']);
  });

  it('answers for a course in the archive what its learners see', async () => {
    const { author, courseId } = await buildPublishedCourse({ lessons: [{}] });
    const { learner } = await buildEnrolment(courseId);
    await service.call(archiveCourse, { as: author, params: { courseId } });
    expect(await findVersion(learner, courseId)).toEqual(expect.any(String));
    expect(await findVersion(asUser(), courseId)).toBeNull();
  });

  it('is closed to people', async () => {
    const { author, courseId } = await buildPublishedCourse({ lessons: [{}] });
    expect((await service.call(getTutorAccess, { as: author, params: { courseId } })).status).toBe(401);
  });
});

describe('the attempt that is told of', () => {
  const findAttempt = async (person: TestActor, courseId: string) => (await askTutorAccess(person, courseId)).body.attempt;

  it('is the open one of this learner in this course, until it is handed in', async () => {
    const quiz = await buildQuiz({ timeLimitSeconds: 600 });
    const other = await buildQuiz();
    const { courseId, lessons } = quiz;
    const { learner } = await buildEnrolment(courseId);
    await buildEnrolment(other.courseId, learner);
    const { learner: peer } = await buildEnrolment(courseId);
    expect(await findAttempt(learner, courseId)).toBeNull();
    const attempt = await startQuiz(learner, quiz);
    const deadlineAt = '2026-11-20T10:10:00.000Z';
    expect(await findAttempt(learner, courseId)).toEqual({ lessonId: lessons[0], title: 'Тест', deadlineAt });
    expect(await findAttempt(learner, other.courseId)).toBeNull();
    expect(await findAttempt(peer, courseId)).toBeNull();
    expect(await findAttempt(quiz.author, courseId)).toBeNull();
    await submit(learner, attempt);
    expect(await findAttempt(learner, courseId)).toBeNull();
  });

  it('has no deadline without a limit', async () => {
    const quiz = await buildQuiz();
    const { learner } = await buildEnrolment(quiz.courseId);
    await startQuiz(learner, quiz);
    expect(await findAttempt(learner, quiz.courseId)).toMatchObject({ deadlineAt: null });
  });

  it('is none once it takes no more answers, though nobody has closed it', async () => {
    const quiz = await buildQuiz({ timeLimitSeconds: 600 });
    const { learner } = await buildEnrolment(quiz.courseId);
    await startQuiz(learner, quiz);
    service.clock.advance(600_000);
    expect(await findAttempt(learner, quiz.courseId)).not.toBeNull();
    service.clock.advance(4_000);
    expect(await findAttempt(learner, quiz.courseId)).toBeNull();
  });
});

describe('GET /internal/courses/lesson-versions/:versionId/text', () => {
  it('answers 200 with the blocks as Markdown', async () => {
    const content: LessonContent = {
      type: 'text',
      blocks: [
        { id: 'words', type: 'markdown', text: '## Дефект\n\nОн *остаётся* в коде.' },
        {
          ...{ id: 'page', type: 'html' },
          html: '<h2>Сбой</h2><p>Его видит <b>пользователь</b> &amp; тестировщик.</p><ul><li>один</li><li>два</li></ul><script>alert(1)</script><img src="https://example.org/a.png" alt="Схема">',
        },
        { id: 'program', type: 'code', language: 'ts', code: 'const a = `b`;\n```' },
        { id: 'area', type: 'formula', tex: 'S = a^2', caption: 'Площадь' },
        {
          id: 'table',
          type: 'table',
          caption: 'Уровни',
          header: ['Имя', 'a | b'],
          rows: [['Модуль'], ['Один\nдва', 'в', 'лишнее']],
        },
        { id: 'nothing', type: 'html', html: '<script>1</script>' },
      ],
    };
    const { author, courseId, lessons } = await buildPublishedCourse({ lessons: [{ title: 'Сбои', content }] });
    const { status, body } = await askText(author, await findVersion(author, courseId));
    expect([status, body]).toEqual([
      200,
      {
        ...{ courseId, lessonId: lessons[0], title: 'Сбои', type: 'text', videoId: null },
        parts: [
          { blockId: 'words', text: '## Дефект\n\nОн *остаётся* в коде.' },
          { blockId: 'page', text: '## Сбой\n\nЕго видит пользователь & тестировщик.\n\n- один\n\n- два\n\nСхема' },
          { blockId: 'program', text: '````ts\nconst a = `b`;\n```\n````' },
          { blockId: 'area', text: '$$S = a^2$$\n\nПлощадь' },
          {
            blockId: 'table',
            text: 'Уровни\n\n| Имя | a \\| b |\n| --- | --- |\n| Модуль |  |\n| Один два | в |',
          },
        ],
      },
    ]);
  });

  it('has description and transcript of a video, and the id of one of the library', async () => {
    const videoId = await buildVideo();
    const { author, courseId } = await buildPublishedCourse({ lessons: [{ content: libraryVideo(videoId) }] });
    const { body } = await askText(author, await findVersion(author, courseId));
    expect(body).toMatchObject({ type: 'video', videoId });
    expect(body.parts).toEqual([
      { blockId: null, text: 'О типах.' },
      { blockId: null, text: 'Сегодня поговорим об обобщениях.' },
    ]);
  });

  it('has nothing of a quiz but its description: neither questions nor answers nor what is said of them', async () => {
    const options = [
      { text: 'ключ-верно', percent: 100, feedback: 'ключ-отзыв' },
      { text: 'ключ-неверно', percent: 0 },
    ];
    const question = buildQuestion({ title: 'ключ-название', prompt: 'ключ-вопрос', answering: { type: 'single', options } });
    const { author, courseId } = await buildQuiz({ questions: [question] });
    const { status, body } = await askText(author, await findVersion(author, courseId));
    expect([status, body.parts]).toEqual([200, []]);
    expect(JSON.stringify(body)).not.toContain('ключ');
  });

  it('has the description of an assignment without what it is graded by', async () => {
    const rubric = [{ id: 'style', title: 'ключ-стиль', description: 'ключ-за-что', points: 10 }];
    const { author, params } = await buildAssignment({ description: 'Опишите дефект.', points: 10, rubric });
    const { courseId, lessonId } = params;
    const { body: access } = await askTutorAccess(author, courseId);
    const { versionId } = access.lessons.find((lesson: { lessonId: string }) => lesson.lessonId === lessonId);
    const { body } = await askText(author, versionId);
    expect(body.parts).toEqual([{ blockId: null, text: 'Опишите дефект.' }]);
    expect(JSON.stringify(body)).not.toContain('ключ');
  });

  it.each<[string, LessonContent]>([
    ['a link', { type: 'link', url: 'https://example.org/secret', description: 'О типах.' }],
    [
      'a meeting',
      {
        ...{ type: 'meeting', url: 'https://example.org/secret', startsAt: '2026-12-01T10:00:00Z', durationMinutes: 60 },
        description: 'О типах.',
      },
    ],
  ])('has the description of %s alone', async (_, content) => {
    expect(await readParts(content)).toEqual([{ blockId: null, text: 'О типах.' }]);
  });

  it('answers 404 for a version of another space, and for one that there is not', async () => {
    const { author, courseId } = await buildPublishedCourse({ lessons: [{}] });
    const versionId = await findVersion(author, courseId);
    for (const [person, id] of [[{ ...author, space: 'elsewhere' }, versionId] as const, [author, unknownId] as const])
      expect(toCode(await askText(person, id))).toEqual([404, 'lesson_version.not_found']);
  });
});
