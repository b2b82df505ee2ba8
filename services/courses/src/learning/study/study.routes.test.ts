import { randomUUID } from 'node:crypto';
import { courseCompleted } from '@lyceum/contracts/courses/enrolment';
import { getLesson } from '@lyceum/contracts/courses/outline';
import { lessonCompleted, openLesson, sendEvidence } from '@lyceum/contracts/courses/study';
import type { TestActor } from '@lyceum/testing/actors';
import { service } from '../../../test/courses-service.ts';
import {
  buildEnrolment,
  buildPublishedCourse,
  getOutlineAs,
  open,
  opened,
  report,
  text,
  video,
} from '../../../test/factories.ts';

const opening = new Date('2026-11-20T10:00:00.000Z');

beforeEach(() => service.clock.set(opening));
afterAll(() => service.clock.reset());

/** Somebody who opened the only lesson of a course, some time ago. */
async function buildStudy(lesson: Parameters<typeof buildPublishedCourse>[0] = {}, { agoMs = 200_000 } = {}) {
  const course = await buildPublishedCourse({ lessons: [{ content: video() }], ...lesson });
  const { courseId, lessons } = course;
  const [lessonId = ''] = lessons;
  const { learner, enrolment } = await buildEnrolment(courseId);
  const { id: sessionId } = await open(learner, courseId, lessonId);
  service.clock.advance(agoMs);
  return { ...course, lessonId, learner, enrolment, sessionId };
}

const readProgress = async (learner: TestActor, courseId: string, lessonId: string) =>
  (await service.call(getLesson, { as: learner, params: { courseId, lessonId } })).body.progress;

const listEvents = async (name: string, enrolmentId: string) =>
  (await service.outbox(name)).map(({ payload }) => payload).filter((payload) => payload['enrolmentId'] === enrolmentId);

/** A stretch of the video at its speed, played when the session was as old as `from`. */
const play = (from: number, to: number, at = from) => ({
  id: randomUUID(),
  from: Math.round(at * 1000),
  to: Math.round((at + to - from) * 1000),
  played: { from, to },
});

describe('POST /courses/:courseId/lessons/:lessonId/open', () => {
  it('answers 201 with a session of a fortnight and notes that the lesson is begun', async () => {
    const { courseId, lessons } = await buildPublishedCourse({ lessons: [{ content: video() }] });
    const [lessonId = ''] = lessons;
    const { learner } = await buildEnrolment(courseId);
    const { status, body } = await service.call(openLesson, { as: learner, params: { courseId, lessonId } });
    expect(status).toBe(201);
    const openedAt = opening.toISOString();
    expect(body).toEqual({ id: expect.any(String), lessonId, openedAt, expiresAt: '2026-12-04T10:00:00.000Z' });
    expect(await readProgress(learner, courseId, lessonId)).toEqual({
      ...{ startedAt: openedAt, completedAt: null, activeSeconds: 0, playedSeconds: 0 },
      ...{ position: null, percent: null, retake: false },
    });
  });

  it('finishes a lesson that is finished by that, and opens the next one', async () => {
    const { courseId, lessons } = await buildPublishedCourse();
    const [first = '', second = ''] = lessons;
    const { learner, enrolment } = await buildEnrolment(courseId);
    await open(learner, courseId, first);
    await open(learner, courseId, first);
    const outline = await getOutlineAs(learner, courseId);
    expect(outline).toMatchObject({ percent: 50, resume: second, completedAt: null });
    expect(await listEvents(lessonCompleted.name, enrolment.id)).toMatchObject([{ lessonId: first, percent: null }]);
    expect(await listEvents(courseCompleted.name, enrolment.id)).toEqual([]);
  });

  it('answers 403 with the reason in the language of who does not learn here', async () => {
    const { courseId, lessons, author } = await buildPublishedCourse();
    const params = { courseId, lessonId: lessons[0] ?? '' };
    const { status, body } = await service.call(openLesson, { as: { ...author, locale: 'ru' }, params });
    expect([status, body.code, body.detail]).toEqual([403, 'lesson.locked', 'Сначала запишитесь на курс.']);
    expect(body.reason).toEqual({ code: 'not-enrolled', message: body.detail });
  });
});

describe('POST /courses/evidence', () => {
  it('answers with what became of each piece and how far one is', async () => {
    const { learner, lessonId, sessionId } = await buildStudy();
    const [first, second] = [play(0, 10), play(10, 25)];
    const answer = await report(learner, sessionId, second, first);
    expect(answer).toEqual({
      results: [
        { id: second.id, result: 'counted', reason: null, seconds: 15 },
        { id: first.id, result: 'counted', reason: null, seconds: 10 },
      ],
      lessons: [
        {
          id: lessonId,
          progress: {
            ...{ startedAt: opening.toISOString(), completedAt: null, activeSeconds: 25, playedSeconds: 25 },
            ...{ position: 25, percent: null, retake: false },
          },
        },
      ],
    });
  });

  it.each([
    ['in order', [0, 1, 2, 3, 4, 5]],
    ['from its end', [5, 4, 3, 2, 1, 0]],
    ['in any order', [3, 0, 5, 1, 4, 2]],
    ['with each piece twice', [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]],
    ['with all of it twice', [0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5]],
  ])('comes to the same when it is received %s', async (_, order) => {
    const { learner, courseId, lessonId, sessionId } = await buildStudy();
    const pieces = Array.from({ length: 6 }, (_piece, index) => play(index * 10, index * 10 + 10));
    for (const index of order) await report(learner, sessionId, { ...pieces[index] });
    const progress = await readProgress(learner, courseId, lessonId);
    expect(progress).toMatchObject({ activeSeconds: 60, playedSeconds: 60, completedAt: null });
  });

  it('counts each second of a video once, in whatever order it is watched', async () => {
    const { learner, sessionId } = await buildStudy();
    const { lessons } = await report(learner, sessionId, play(50, 70, 0), play(0, 20, 30), play(10, 60, 60));
    expect(lessons).toMatchObject([{ progress: { activeSeconds: 90, playedSeconds: 70, position: 60 } }]);
  });

  it('counts of a jump to the end what was played there', async () => {
    const { learner, sessionId } = await buildStudy();
    const { lessons } = await report(learner, sessionId, play(0, 5), play(95, 100, 5));
    expect(lessons).toMatchObject([{ progress: { playedSeconds: 10, position: 100, completedAt: null } }]);
  });

  it('counts a video at twice its speed', async () => {
    const { learner, sessionId } = await buildStudy();
    const pieces = Array.from({ length: 10 }, (_, index) => ({
      ...{ from: index * 5_000, to: index * 5_000 + 5_000, played: { from: index * 10, to: index * 10 + 10 } },
    }));
    const { lessons } = await report(learner, sessionId, ...pieces);
    expect(lessons).toMatchObject([{ progress: { activeSeconds: 50, playedSeconds: 100, completedAt: expect.any(String) } }]);
  });

  it('counts time over midnight once', async () => {
    service.clock.set(new Date('2026-11-20T23:59:50.000Z'));
    const { learner, sessionId } = await buildStudy();
    const piece = play(0, 20);
    await report(learner, sessionId, piece);
    const { results, lessons } = await report(learner, sessionId, { ...piece, id: randomUUID() }, play(20, 30));
    expect(results).toMatchObject([{ reason: 'already-counted' }, { result: 'counted', seconds: 10 }]);
    expect(lessons).toMatchObject([{ progress: { activeSeconds: 30, playedSeconds: 30 } }]);
  });

  it('finishes a video at its share and not before, and tells of lesson and course once', async () => {
    const { learner, courseId, lessonId, sessionId, enrolment } = await buildStudy();
    expect((await report(learner, sessionId, play(0, 89.7))).lessons).toMatchObject([{ progress: { completedAt: null } }]);
    const { lessons } = await report(learner, sessionId, play(89.7, 90));
    const completedAt = service.clock.now().toISOString();
    expect(lessons).toMatchObject([{ progress: { completedAt } }]);
    service.clock.advance(60_000);
    await report(learner, sessionId, play(90, 100));
    expect(await readProgress(learner, courseId, lessonId)).toMatchObject({ completedAt, playedSeconds: 100 });
    const ids = { courseId, enrolmentId: enrolment.id, personId: learner.id };
    const [lesson, ...others] = await listEvents(lessonCompleted.name, enrolment.id);
    expect([lesson, others]).toEqual([
      { ...ids, lessonId, versionId: expect.any(String), title: 'Урок 1', percent: null, occurredAt: completedAt },
      [],
    ]);
    expect(await listEvents(courseCompleted.name, enrolment.id)).toEqual([
      { ...ids, title: 'Основы TypeScript', revision: 1, occurredAt: completedAt },
    ]);
    expect(await getOutlineAs(learner, courseId)).toMatchObject({ percent: 100, completedAt, resume: null });
  });

  it('finishes a lesson by the time in it', async () => {
    const { learner, sessionId } = await buildStudy({ lessons: [{ content: text(), completion: opened(60) }] });
    const stretch = (from: number, to: number) => ({ from: from * 1000, to: to * 1000 });
    expect((await report(learner, sessionId, stretch(0, 59.999))).lessons).toMatchObject([{ progress: { completedAt: null } }]);
    const { lessons } = await report(learner, sessionId, stretch(59.999, 60));
    expect(lessons).toMatchObject([{ progress: { activeSeconds: 60, completedAt: expect.any(String) } }]);
  });

  it('counts fifty requests at once to the right sum, and finishes the lesson once', async () => {
    const { learner, courseId, lessonId, sessionId, enrolment } = await buildStudy();
    const requests = Array.from({ length: 50 }, (_, index) => play(index * 2, index * 2 + 2));
    const answers = await Promise.all(requests.map((piece) => report(learner, sessionId, piece)));
    expect(answers.map(({ results }) => results[0].result)).toEqual(Array(50).fill('counted'));
    const progress = await readProgress(learner, courseId, lessonId);
    expect(progress).toMatchObject({ activeSeconds: 100, playedSeconds: 100, completedAt: expect.any(String) });
    expect(await listEvents(lessonCompleted.name, enrolment.id)).toHaveLength(1);
    expect(await listEvents(courseCompleted.name, enrolment.id)).toHaveLength(1);
  });

  it('counts the time of two devices at once one time, and of one piece sent by both one time', async () => {
    const { learner, courseId, lessonId } = await buildStudy();
    const sessions = await Promise.all([open(learner, courseId, lessonId), open(learner, courseId, lessonId)]);
    service.clock.advance(60_000);
    const answers = await Promise.all(sessions.map(({ id }) => report(learner, id, play(0, 30, 0), play(30, 60, 30))));
    const results = answers.flatMap((answer) => answer.results.map(({ result }: { result: string }) => result));
    expect(results.toSorted()).toEqual(['counted', 'counted', 'refused', 'refused']);
    expect(await readProgress(learner, courseId, lessonId)).toMatchObject({ activeSeconds: 60, playedSeconds: 60 });
  });

  it('counts what several lessons report at once, each for itself', async () => {
    const { courseId, lessons } = await buildPublishedCourse({
      lessons: [{ content: video() }, { content: video() }],
      sequential: false,
    });
    const { learner } = await buildEnrolment(courseId);
    const sessions = await Promise.all(lessons.map((lessonId) => open(learner, courseId, lessonId)));
    service.clock.advance(60_000);
    const evidence = sessions.map(({ id: sessionId }, index) => ({ ...play(0, 20, index * 20), sessionId }));
    const { body } = await service.call(sendEvidence, { as: learner, body: { evidence } });
    const byLesson = new Map(body.lessons.map(({ id, progress }: { id: string; progress: object }) => [id, progress]));
    for (const lessonId of lessons) expect(byLesson.get(lessonId)).toMatchObject({ activeSeconds: 20, playedSeconds: 20 });
  });
});
