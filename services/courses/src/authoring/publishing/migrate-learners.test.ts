import { startAttempt } from '@lyceum/contracts/courses/attempt';
import { courseCompleted, listOwnEnrolments } from '@lyceum/contracts/courses/enrolment';
import { getLesson } from '@lyceum/contracts/courses/outline';
import type { ChangeChoice } from '@lyceum/contracts/courses/revision';
import { lessonCompleted } from '@lyceum/contracts/courses/study';
import type { TestActor } from '@lyceum/testing/actors';
import { assignment } from '../../../test/assignment-factories.ts';
import { service } from '../../../test/courses-service.ts';
import {
  answerAll,
  buildEnrolment,
  buildLearner,
  buildLesson,
  buildPublishedCourse,
  buildQuiz,
  changeLesson,
  getOutlineAs,
  open,
  opened,
  type PublishedCourse,
  publish,
  removeLesson,
  report,
  startQuiz,
  submit,
  text,
  video,
} from '../../../test/factories.ts';
import { RevisionEntity } from '../revision/revision.entity.ts';

const threeLessons = [{}, {}, {}];

async function listTitles(person: TestActor, courseId: string): Promise<string[]> {
  const { modules } = await getOutlineAs(person, courseId);
  return modules.flatMap(({ lessons }) => lessons.map(({ title }) => title));
}

const readLesson = async (as: TestActor, courseId: string, lessonId: string) =>
  (await service.call(getLesson, { as, params: { courseId, lessonId } })).body;

const listEvents = async (name: string, enrolmentId: string) =>
  (await service.outbox(name)).map(({ payload }) => payload).filter((payload) => payload['enrolmentId'] === enrolmentId);

const readPercent = async (as: TestActor, courseId: string) =>
  (await service.call(listOwnEnrolments, { as })).body.items.find((item: { courseId: string }) => item.courseId === courseId)
    ?.percent;

/** A course with a learner in the middle, who has finished the first lesson, and one who has finished all. */
async function buildClass(course: Parameters<typeof buildPublishedCourse>[0] = { lessons: threeLessons }) {
  const published = await buildPublishedCourse(course);
  const { courseId, lessons } = published;
  const { learner, enrolment } = await buildEnrolment(courseId);
  await open(learner, courseId, lessons[0] ?? '');
  const { learner: graduate } = await buildEnrolment(courseId);
  for (const lessonId of lessons) await open(graduate, courseId, lessonId);
  return { ...published, learner, enrolment, graduate };
}

const publishWith = (
  { author, courseId }: Pick<PublishedCourse, 'author' | 'courseId'>,
  choices: Record<string, ChangeChoice | undefined>,
) =>
  publish(author, courseId, {
    choices: Object.entries(choices).flatMap(([lessonId, choice]) => (choice ? [{ lessonId, choice }] : [])),
  });

const changed = { title: 'Иначе', content: text('По-новому.'), completion: opened() };

describe('a publication while people learn', () => {
  const old = ['Урок 1', 'Урок 2', 'Урок 3'];
  it.each<[string, ChangeChoice | undefined, string[], string]>([
    ['changed', undefined, ['Урок 1', 'Иначе', 'Урок 3'], 'По-новому.'],
    ['changed', 'migrate', ['Урок 1', 'Иначе', 'Урок 3'], 'По-новому.'],
    ['changed', 'retake', ['Урок 1', 'Иначе', 'Урок 3'], 'По-новому.'],
    ['changed', 'keep', old, 'Типы проверяются до запуска.'],
  ])('shows of a lesson that is %s with %s what was chosen, and newcomers the new one', async (_, choice, titles, words) => {
    const { lessons, learner, graduate, author, courseId } = await buildClass();
    const [first = '', second = ''] = lessons;
    await open(learner, courseId, second);
    await changeLesson(author, courseId, second, changed);
    await publishWith({ author, courseId }, { [second]: choice });
    expect(await listTitles(learner, courseId)).toEqual(titles);
    const { body, revision } = await readLesson(learner, courseId, second);
    expect([revision, body.blocks[0].html]).toEqual([2, `<p>${words}</p>\n`]);
    const newcomer = (await buildEnrolment(courseId)).learner;
    await open(newcomer, courseId, first);
    expect((await readLesson(newcomer, courseId, second)).body.blocks[0].html).toContain('По-новому.');
    const kept = await getOutlineAs(graduate, courseId);
    expect(kept).toMatchObject({ revision: 1, percent: 100, completedAt: expect.any(String) });
    expect(await listTitles(graduate, courseId)).toEqual(old);
  });

  it('takes nothing from who is in the middle of a video whose title alone is changed, nor from its session', async () => {
    const { author, courseId, lessons } = await buildPublishedCourse({ lessons: [{ content: video(), title: 'Опечатка' }] });
    const [lessonId = ''] = lessons;
    const { learner } = await buildEnrolment(courseId);
    const session = await open(learner, courseId, lessonId);
    service.clock.advance(100_000);
    await report(learner, session.id, { to: 40_000, played: { from: 0, to: 40 } });
    const completion = { rule: 'watched', percent: 90 } as const;
    await changeLesson(author, courseId, lessonId, { title: 'Без опечатки', content: video(), completion });
    await publish(author, courseId);
    const { lessons: studied } = await report(learner, session.id, { from: 40_000, to: 95_000, played: { from: 40, to: 95 } });
    expect(studied).toMatchObject([{ id: lessonId, progress: { playedSeconds: 95, completedAt: expect.any(String) } }]);
    expect(await listTitles(learner, courseId)).toEqual(['Без опечатки']);
  });

  it.each([
    ['an assignment that was published before there was peer review', 'peerReview', assignment()],
    ['a video that was published before there was a library', 'videoId', video()],
  ])('takes nothing from who is in the middle of %s', async (_, setting, content) => {
    const lessons = [{ content, title: 'Опечатка' }];
    const { author, courseId, lessons: ids } = await buildPublishedCourse({ lessons });
    const [lessonId = ''] = ids;
    await service.rows((db) =>
      db.query('UPDATE lesson_versions SET content = content - $2 WHERE lesson_id = $1', [lessonId, setting]),
    );
    const { learner } = await buildEnrolment(courseId);
    const { id: sessionId } = await open(learner, courseId, lessonId);
    await changeLesson(author, courseId, lessonId, { title: 'Без опечатки', content });
    await publish(author, courseId);
    const rows = await service.rows((db) =>
      db.query<{ title: string }[]>(
        `SELECT v.title FROM lesson_progress p JOIN lesson_versions v ON v.id = p.version_id WHERE p.lesson_id = $1
         UNION ALL SELECT v.title FROM study_sessions s JOIN lesson_versions v ON v.id = s.version_id WHERE s.id = $2`,
        [lessonId, sessionId],
      ),
    );
    expect(rows.map(({ title }) => title)).toEqual(['Без опечатки', 'Без опечатки']);
  });

  it.each<[ChangeChoice | undefined, string[], number]>([
    [undefined, [...old, 'Новый'], 25],
    ['migrate', [...old, 'Новый'], 25],
    ['keep', old, 33],
  ])('gives a lesson that is new with %s to whom it is chosen for, and counts anew', async (choice, titles, percent) => {
    const { author, courseId, moduleId, learner, graduate } = await buildClass();
    expect(await readPercent(learner, courseId)).toBe(33);
    const { id } = await buildLesson(author, courseId, { moduleId, title: 'Новый' });
    await publishWith({ author, courseId }, { [id]: choice });
    expect(await listTitles(learner, courseId)).toEqual(titles);
    expect([await readPercent(learner, courseId), await readPercent(graduate, courseId)]).toEqual([percent, 100]);
    const newcomer = (await buildEnrolment(courseId)).learner;
    expect(await listTitles(newcomer, courseId)).toEqual([...old, 'Новый']);
  });

  it.each<[ChangeChoice | undefined, string[], number]>([
    [undefined, old, 33],
    ['keep', old, 33],
    ['migrate', ['Урок 1', 'Урок 3'], 50],
  ])('takes a lesson that is gone with %s from whom it is chosen for, and counts anew', async (choice, titles, percent) => {
    const { author, courseId, lessons, learner } = await buildClass();
    await removeLesson(author, courseId, lessons[1] ?? '');
    await publishWith({ author, courseId }, { [lessons[1] ?? '']: choice });
    expect(await listTitles(learner, courseId)).toEqual(titles);
    expect(await readPercent(learner, courseId)).toBe(percent);
    const newcomer = (await buildEnrolment(courseId)).learner;
    expect(await listTitles(newcomer, courseId)).toEqual(['Урок 1', 'Урок 3']);
  });

  it('leaves what was kept as it is when something else is published later', async () => {
    const { author, courseId, moduleId, lessons, learner } = await buildClass();
    const [first = '', second = '', third = ''] = lessons;
    await changeLesson(author, courseId, second, changed);
    await removeLesson(author, courseId, third);
    const { id: added } = await buildLesson(author, courseId, { moduleId, title: 'Новый' });
    await publishWith({ author, courseId }, { [second]: 'keep', [third]: 'keep', [added]: 'keep' });
    await changeLesson(author, courseId, first, { title: 'Первый', completion: opened() });
    await publishWith({ author, courseId }, {});
    expect(await listTitles(learner, courseId)).toEqual(['Первый', 'Урок 2', 'Урок 3']);
    expect(await listTitles((await buildEnrolment(courseId)).learner, courseId)).toEqual(['Первый', 'Иначе', 'Новый']);
  });

  it('asks with retake everybody to begin the lesson anew, and says so to those who finished it', async () => {
    const lessons = [{ content: video() }, { content: video() }];
    const { author, courseId, lessons: ids } = await buildPublishedCourse({ lessons, sequential: false });
    const [first = '', second = ''] = ids;
    const { learner, enrolment } = await buildEnrolment(courseId);
    const sessions = [await open(learner, courseId, first), await open(learner, courseId, second)];
    service.clock.advance(300_000);
    await report(learner, sessions[0]?.id ?? '', { to: 95_000, played: { from: 0, to: 95 } });
    await report(learner, sessions[1]?.id ?? '', { from: 100_000, to: 120_000, played: { from: 0, to: 20 } });
    expect(await readPercent(learner, courseId)).toBe(50);
    for (const id of ids) await changeLesson(author, courseId, id, { content: video(90) });
    await publishWith({ author, courseId }, { [first]: 'retake', [second]: 'retake' });
    const progress = (await getOutlineAs(learner, courseId)).modules[0]?.lessons.map((lesson) => lesson.progress);
    const begun = { completedAt: null, playedSeconds: 0, activeSeconds: 0, position: null };
    expect(progress).toMatchObject([
      { ...begun, retake: true },
      { ...begun, retake: false },
    ]);
    expect(await readPercent(learner, courseId)).toBe(0);

    const { id: sessionId } = await open(learner, courseId, first);
    service.clock.advance(300_000);
    await report(learner, sessionId, { to: 90_000, played: { from: 0, to: 90 } });
    const again = (await readLesson(learner, courseId, first)).progress;
    expect(again).toMatchObject({ completedAt: expect.any(String), retake: false, playedSeconds: 90 });
    expect(await listEvents(lessonCompleted.name, enrolment.id)).toHaveLength(2);
    service.clock.reset();
  });

  it('asks to do a lesson again of which the rule alone is another one', async () => {
    const { author, courseId, lessons, learner } = await buildClass();
    const [first = ''] = lessons;
    await changeLesson(author, courseId, first, { title: 'Урок 1', completion: opened(60) });
    await publishWith({ author, courseId }, { [first]: 'retake' });
    expect((await readLesson(learner, courseId, first)).progress).toMatchObject({ completedAt: null, retake: true });
  });

  it('counts attempts at a quiz that is to be done again from then on', async () => {
    const { author, courseId, lessons, bankId } = await buildQuiz({ maxAttempts: 1 });
    const params = { courseId, lessonId: lessons[0] ?? '' };
    const moduleId = (await getOutlineAs(author, courseId)).modules[0]?.id ?? '';
    await buildLesson(author, courseId, { moduleId });
    await publish(author, courseId);
    const { learner } = await buildEnrolment(courseId);
    const attempt = async (right: boolean) => {
      const begun = await startQuiz(learner, { courseId, lessons });
      await submit(learner, begun, answerAll(begun, right));
      return (await readLesson(learner, courseId, params.lessonId)).progress;
    };
    expect(await attempt(true)).toMatchObject({ percent: 100, completedAt: expect.any(String) });
    const settings = { questions: [{ bankId, draw: 1 }], maxAttempts: 1 };
    await changeLesson(author, courseId, params.lessonId, { content: { type: 'quiz', settings } });
    service.clock.advance(1_000);
    await publishWith({ author, courseId }, { [params.lessonId]: 'retake' });
    service.clock.advance(1_000);
    expect(await attempt(false)).toMatchObject({ percent: 0, completedAt: null, retake: true });
    expect((await service.call(startAttempt, { as: learner, params })).body.code).toBe('attempt.none_left');
    service.clock.reset();
  });

  it('finishes the course of whom nothing is left to do, and says so once', async () => {
    const { author, courseId, lessons, learner, enrolment } = await buildClass({ lessons: [{}, {}] });
    const stranger = (await buildEnrolment(courseId)).learner;
    await removeLesson(author, courseId, lessons[1] ?? '');
    await publishWith({ author, courseId }, { [lessons[1] ?? '']: 'migrate' });
    expect(await getOutlineAs(learner, courseId)).toMatchObject({ percent: 100, completedAt: expect.any(String), revision: 2 });
    expect(await listEvents(courseCompleted.name, enrolment.id)).toMatchObject([{ personId: learner.id, revision: 2 }]);
    expect(await getOutlineAs(stranger, courseId)).toMatchObject({ percent: 0, completedAt: null });
    expect(await service.rows((db) => db.countBy(RevisionEntity, { courseId }))).toBe(2);
  });

  it('counts every lesson that is finished while it is published, and asks none to be finished by the old revision', async () => {
    const { author, courseId, lessons, moduleId } = await buildPublishedCourse({ sequential: false, lessons: [{}, {}, {}] });
    const [first = '', second = ''] = lessons;
    const learners = await Promise.all(Array.from({ length: 8 }, () => buildLearner()));
    for (const learner of learners) {
      await buildEnrolment(courseId, learner);
      await open(learner, courseId, first);
    }
    await buildLesson(author, courseId, { moduleId, title: 'Новый' });
    await changeLesson(author, courseId, first, changed);
    await Promise.all([
      ...learners.slice(0, 4).map((learner) => open(learner, courseId, second)),
      publishWith({ author, courseId }, { [first]: 'retake' }),
      ...learners.slice(4).map((learner) => open(learner, courseId, second)),
    ]);
    for (const learner of learners) {
      expect(await readPercent(learner, courseId)).toBe(25);
      expect(await getOutlineAs(learner, courseId)).toMatchObject({ revision: 2, percent: 25 });
    }
  });
});
