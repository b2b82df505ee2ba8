import { randomUUID } from 'node:crypto';
import { updateCourse } from '@lyceum/contracts/courses/course';
import { startDiscussion } from '@lyceum/contracts/courses/discussion';
import { getLesson } from '@lyceum/contracts/courses/outline';
import { lessonCompleted } from '@lyceum/contracts/courses/study';
import { videoDeleted } from '@lyceum/contracts/streaming/video';
import { asStaff, asUser, type TestActor } from '@lyceum/testing/actors';
import { service } from '../../../test/courses-service.ts';
import {
  buildCourse,
  buildEnrolment,
  buildLearner,
  buildLesson,
  buildModule,
  buildPublishedCourse,
  changeLesson,
  enrolByTeacher,
  open,
  type PublishedCourse,
  publish,
  report,
  text,
  unknownId,
  video,
} from '../../../test/factories.ts';
import { askAccess, buildVideo, libraryVideo, playIn } from '../../../test/video-factories.ts';

const opening = new Date('2026-11-20T10:00:00.000Z');
const later = '2026-11-20T11:00:00.000Z';

beforeEach(() => service.clock.set(opening));
afterAll(() => service.clock.reset());

interface Scene extends PublishedCourse {
  readonly learner: TestActor;
  readonly videoId: string;
  readonly lessonId: string;
}

/** A learner of a course whose only lesson shows a video of the library. */
async function buildScene({ locale = 'en' }: { locale?: TestActor['locale'] } = {}): Promise<Scene> {
  const videoId = await buildVideo();
  const course = await buildPublishedCourse({ lessons: [{ content: libraryVideo(videoId) }] });
  const learner = await buildLearner({ locale });
  await enrolByTeacher(course.author, course.courseId, { personId: learner.id });
  return { ...course, learner, videoId, lessonId: course.lessons[0] ?? '' };
}

const showAnother = async ({ author, courseId, lessonId }: Scene) => {
  const videoId = await buildVideo();
  await changeLesson(author, courseId, lessonId, { title: 'Урок 1', content: libraryVideo(videoId) });
  return videoId;
};

describe('GET /internal/courses/lessons/:lessonId/video-access', () => {
  it('answers 200 with the video of the revision, to whoever learns by it and whoever teaches', async () => {
    const scene = await buildScene();
    const { author, learner, lessonId, videoId } = scene;
    await showAnother(scene);
    for (const person of [learner, author, asStaff()])
      expect(await askAccess(person, lessonId)).toEqual({ status: 200, body: { videoId, open: true, lock: null } });
  });

  it('answers with the video of the revision that a learner has, and another one to a newcomer', async () => {
    const scene = await buildScene();
    const { author, courseId, learner, lessonId, videoId } = scene;
    const other = await showAnother(scene);
    await publish(author, courseId, { choices: [{ lessonId, choice: 'keep' }] });
    const newcomer = (await buildEnrolment(courseId)).learner;
    expect((await askAccess(learner, lessonId)).body).toEqual({ videoId, open: true, lock: null });
    expect((await askAccess(newcomer, lessonId)).body).toEqual({ videoId: other, open: true, lock: null });
  });

  it.each([
    ['en', 'Enrol in the course first.'],
    ['ru', 'Сначала запишитесь на курс.'],
  ] as const)('tells in %s why it is closed', async (locale, message) => {
    const { lessonId, videoId } = await buildScene();
    const lock = { code: 'not-enrolled', message };
    const answer = await askAccess(asUser({ locale }), lessonId);
    expect(answer).toEqual({ status: 200, body: { videoId, open: false, lock } });
  });

  it.each([
    ['a text', text()],
    ['a video elsewhere', video()],
  ])('answers that %s shows no video of the library', async (_, content) => {
    const { author, lessons } = await buildPublishedCourse({ lessons: [{ content }] });
    expect((await askAccess(author, lessons[0] ?? '')).body).toEqual({ videoId: null, open: true, lock: null });
  });

  it('shows a draft to those who teach the course, and answers 404 to everybody else', async () => {
    const author = asStaff();
    const { id: courseId } = await buildCourse(author);
    const moduleId = await buildModule(author, courseId);
    const videoId = await buildVideo();
    const { id } = await buildLesson(author, courseId, { moduleId, content: libraryVideo(videoId) });
    for (const person of [author, asStaff()])
      expect((await askAccess(person, id)).body).toEqual({ videoId, open: true, lock: null });
    const refused = await askAccess(await buildLearner(), id);
    expect([refused.status, refused.body.code]).toEqual([404, 'lesson.not_found']);
  });

  it('shows a new lesson of a published course to its authors alone, also to one who learns in it', async () => {
    const { author, courseId, moduleId, learner, videoId } = await buildScene();
    const { id } = await buildLesson(author, courseId, { moduleId, content: libraryVideo(videoId) });
    await enrolByTeacher(author, courseId, { personId: (await buildLearner(author)).id });
    expect((await askAccess(author, id)).body).toEqual({ videoId, open: true, lock: null });
    expect((await askAccess(learner, id)).status).toBe(404);
  });

  it('answers 404 for a lesson of another space, and for one that there is not', async () => {
    const { author, lessonId } = await buildScene();
    for (const [person, id] of [[{ ...author, space: 'elsewhere' }, lessonId] as const, [author, unknownId] as const]) {
      const { status, body } = await askAccess(person, id);
      expect([status, body.code]).toEqual([404, 'lesson.not_found']);
    }
  });
});

/** Plays the seconds of the video from there to there in as much time. */
const toPiece = (from: number, to: number) => ({ id: randomUUID(), from: from * 1000, to: to * 1000, played: { from, to } });

describe('POST /internal/courses/lessons/:lessonId/evidence', () => {
  it('answers 400 without evidence', async () => {
    const { learner, lessonId } = await buildScene();
    expect((await playIn(learner, lessonId, unknownId)).status).toBe(400);
  });

  it('counts what was played, each piece once, and finishes the lesson by what was watched of it', async () => {
    const { learner, courseId, lessonId } = await buildScene();
    const { id: sessionId } = await open(learner, courseId, lessonId);
    service.clock.advance(200_000);
    const first = toPiece(0, 50);
    const begun = await playIn(learner, lessonId, sessionId, first);
    expect(begun.body).toMatchObject({
      results: [{ id: first.id, result: 'counted', reason: null, seconds: 50 }],
      lessons: [{ id: lessonId, progress: { playedSeconds: 50, completedAt: null } }],
    });
    const { body } = await playIn(learner, lessonId, sessionId, first, toPiece(50, 91));
    expect(body).toMatchObject({
      results: [{ result: 'repeated' }, { result: 'counted' }],
      lessons: [{ progress: { playedSeconds: 91, completedAt: service.clock.now().toISOString() } }],
    });
    const finished = await service.outbox(lessonCompleted.name);
    expect(finished.filter(({ payload }) => payload['lessonId'] === lessonId)).toHaveLength(1);
  });

  it('counts the same piece once when the player sends it several times at the same time', async () => {
    const { learner, courseId, lessonId } = await buildScene();
    const { id: sessionId } = await open(learner, courseId, lessonId);
    service.clock.advance(200_000);
    const piece = toPiece(0, 50);
    const answers = await Promise.all(Array.from({ length: 4 }, () => playIn(learner, lessonId, sessionId, piece)));
    const results = answers.flatMap(({ body }) => body.results.map(({ result }: { result: string }) => result));
    expect(results.toSorted()).toEqual(['counted', 'repeated', 'repeated', 'repeated']);
  });

  it('measures what is watched against the file that is there now', async () => {
    const { learner, courseId, lessonId, videoId } = await buildScene();
    const { id: sessionId } = await open(learner, courseId, lessonId);
    service.clock.advance(400_000);
    await playIn(learner, lessonId, sessionId, toPiece(0, 80));
    await buildVideo({ videoId, durationSeconds: 200, occurredAt: later });
    const longer = await playIn(learner, lessonId, sessionId, toPiece(80, 95));
    expect(longer.body.lessons).toMatchObject([{ progress: { playedSeconds: 95, completedAt: null } }]);
    const done = await playIn(learner, lessonId, sessionId, toPiece(95, 181));
    expect(done.body.lessons).toMatchObject([{ progress: { completedAt: expect.any(String) } }]);
  });

  it('does not take what lay behind the end of a shorter file for a part of it', async () => {
    const { learner, courseId, lessonId, videoId } = await buildScene();
    const { id: sessionId } = await open(learner, courseId, lessonId);
    service.clock.advance(400_000);
    await playIn(learner, lessonId, sessionId, toPiece(50, 99));
    await buildVideo({ videoId, durationSeconds: 50, occurredAt: later });
    const { body } = await playIn(learner, lessonId, sessionId, toPiece(0, 5));
    expect(body).toMatchObject({ results: [{ result: 'counted' }], lessons: [{ progress: { completedAt: null } }] });
  });

  it('goes on when the video is deleted from the library', async () => {
    const { learner, courseId, lessonId, videoId } = await buildScene();
    const { id: sessionId } = await open(learner, courseId, lessonId);
    await service.deliver(videoDeleted, { videoId, occurredAt: later });
    service.clock.advance(400_000);
    const { body } = await playIn(learner, lessonId, sessionId, toPiece(0, 91));
    expect(body.lessons).toMatchObject([{ progress: { completedAt: expect.any(String) } }]);
  });

  it('counts what was played of a video elsewhere as the learner’s own report does', async () => {
    const { courseId, lessons } = await buildPublishedCourse({ lessons: [{ content: video() }] });
    const { learner } = await buildEnrolment(courseId);
    const { id: sessionId } = await open(learner, courseId, lessons[0] ?? '');
    service.clock.advance(400_000);
    expect((await report(learner, sessionId, toPiece(0, 20))).results).toMatchObject([{ result: 'counted' }]);
  });
});

describe('a lesson with a video of the library', () => {
  it('is read with the id of its video and its length as it is now', async () => {
    const { learner, courseId, lessonId, videoId } = await buildScene();
    const params = { courseId, lessonId };
    const read = await service.call(getLesson, { as: learner, params });
    const body = { type: 'video', videoId, url: null, durationSeconds: 100, transcript: 'Сегодня поговорим об обобщениях.' };
    expect(read.body.body).toEqual({ ...body, description: '<p>О типах.</p>\n' });
    await buildVideo({ videoId, durationSeconds: 90.5, occurredAt: later });
    expect((await service.call(getLesson, { as: learner, params })).body.body).toMatchObject({ durationSeconds: 90.5 });
  });

  it('takes questions at a second up to its length as it is now', async () => {
    const { learner, courseId, lessonId, videoId } = await buildScene();
    await buildVideo({ videoId, durationSeconds: 50, occurredAt: later });
    const ask = (second: number) =>
      service.call(startDiscussion, {
        ...{ as: learner, params: { courseId, lessonId } },
        body: { place: { at: 'second', second }, text: 'Почему так?' },
      });
    expect((await ask(50)).status).toBe(201);
    expect((await ask(51)).body.code).toBe('discussion.place_unknown');
  });

  it('is the same to its learners when another title of the course is published', async () => {
    const { author, courseId, learner, lessonId } = await buildScene();
    const { id: sessionId } = await open(learner, courseId, lessonId);
    service.clock.advance(100_000);
    await playIn(learner, lessonId, sessionId, toPiece(0, 50));
    await service.call(updateCourse, { as: author, params: { courseId }, body: { title: 'Новый' } });
    await publish(author, courseId);
    const { body } = await playIn(learner, lessonId, sessionId, toPiece(50, 95));
    expect(body.lessons).toMatchObject([{ progress: { playedSeconds: 95, completedAt: expect.any(String) } }]);
  });
});
