import { randomUUID } from 'node:crypto';
import { createCohort } from '@lyceum/contracts/courses/cohort';
import { endEnrolment, enrol, leaveCourse } from '@lyceum/contracts/courses/enrolment';
import { type evidenceRefusals, openLesson, sendEvidence } from '@lyceum/contracts/courses/study';
import type { TestActor } from '@lyceum/testing/actors';
import type { z } from 'zod';
import { service } from '../../../test/courses-service.ts';
import {
  buildLearner,
  buildPublishedCourse,
  changeLesson,
  enrolByTeacher,
  open,
  opened,
  type PublishedCourse,
  publish,
  removeLesson,
  report,
  text,
  video,
} from '../../../test/factories.ts';
import { buildVideo, libraryVideo, playIn } from '../../../test/video-factories.ts';
import { LessonProgressEntity } from '../progress/lesson-progress.entity.ts';
import { StudyEvidenceEntity } from './study-evidence.entity.ts';

const opening = new Date('2026-11-20T10:00:00.000Z');
const day = 86_400_000;
const school = 'school';

beforeEach(() => service.clock.set(opening));
afterAll(() => service.clock.reset());

type Piece = Partial<z.input<typeof sendEvidence.body>['evidence'][number]>;

interface Scene extends PublishedCourse {
  readonly learner: TestActor;
  /** Of a video of 100 seconds, a minute ago; its first ten seconds have counted. */
  readonly sessionId: string;
  /** Of a text, at the same time. */
  readonly textSessionId: string;
  readonly counted: Piece;
}

async function buildScene(terms: { expiresAt?: string; cohortEndsAt?: string; learner?: TestActor } = {}): Promise<Scene> {
  const learner = terms.learner ?? (await buildLearner());
  const lessons = [{ content: video() }, { content: text(), completion: opened(60) }];
  const course = await buildPublishedCourse({
    author: { ...learner, id: randomUUID(), roles: ['staff'] },
    lessons,
    sequential: false,
  });
  const { author, courseId } = course;
  const { cohortEndsAt: endsAt, expiresAt = null } = terms;
  const body = { name: 'Осень', endsAt: endsAt ?? null };
  const cohort = endsAt ? await service.call(createCohort, { as: author, params: { courseId }, body }) : null;
  await enrolByTeacher(author, courseId, { personId: learner.id, cohortId: cohort?.body.id ?? null, expiresAt });
  const [videoId = '', textId = ''] = course.lessons;
  const { id: sessionId } = await open(learner, courseId, videoId);
  const { id: textSessionId } = await open(learner, courseId, textId);
  service.clock.advance(60_000);
  const counted = { id: randomUUID(), sessionId, from: 0, to: 10_000, played: { from: 0, to: 10 } };
  expect((await report(learner, sessionId, counted)).results).toMatchObject([{ result: 'counted', seconds: 10 }]);
  return { ...course, learner, sessionId, textSessionId, counted };
}

/** All progress and evidence there is. */
const readLedger = () =>
  Promise.all(
    ['main', school].map((space) =>
      service.rows(
        async (db) => [
          await db.find(LessonProgressEntity, { order: { enrolmentId: 'ASC', lessonId: 'ASC' } }),
          await db.find(StudyEvidenceEntity, { order: { sessionId: 'ASC', id: 'ASC' } }),
        ],
        space,
      ),
    ),
  );

async function send(learner: TestActor, evidence: Piece[], sessionId: string) {
  const pieces = evidence.map((piece) => ({ id: randomUUID(), sessionId, from: 20_000, to: 30_000, ...piece }));
  const { status, body } = await service.call(sendEvidence, { as: learner, body: { evidence: pieces } });
  expect(status).toBe(200);
  return body;
}

const closedAt = new Date(opening.getTime() + 61_000).toISOString();
/** The lesson as it is, with another video. */
const showAnotherVideo = (scene: Scene) =>
  changeLesson(scene.author, scene.courseId, scene.lessons[0] ?? '', { content: video(5) });

/** What was studied after this moment, and is reported later. */
function afterNow(): Piece {
  service.clock.advance(20_000);
  return { from: 62_000, to: 72_000 };
}

type Outcome = (typeof evidenceRefusals)[number] | 'repeated';
/** What is sent, and by whom when it is not the learner. */
type Forgery = (scene: Scene) => Piece | Promise<Piece | { as: Scene; piece: Piece }>;

const forgeries: [string, Outcome, Forgery][] = [
  ['a jump to the end that is told as played', 'too-fast', () => ({ played: { from: 10, to: 100 } })],
  ['the whole video in a second', 'too-fast', () => ({ to: 21_000, played: { from: 0, to: 100 } })],
  ['faster than twice its speed', 'too-fast', () => ({ played: { from: 10, to: 30.4 } })],
  ['a piece with the id of one that counted', 'repeated', ({ counted }) => counted],
  ['the same id with another time', 'repeated', ({ counted: { id } }) => ({ ...(id && { id }) })],
  ['the same time with a new id', 'already-counted', ({ counted }) => ({ ...counted, id: randomUUID() })],
  ['a second of it with a new id', 'already-counted', () => ({ from: 5_000, to: 6_000, played: { from: 50, to: 52 } })],
  ['a millisecond of it with a new id', 'already-counted', () => ({ from: 5_000, to: 5_001, played: { from: 50, to: 50.2 } })],
  ['time that overlaps', 'already-counted', () => ({ from: 5_000, to: 15_000 })],
  ['time around what counted', 'already-counted', () => ({ from: 0, to: 30_000 })],
  [
    'the same time in another lesson',
    'already-counted',
    (scene) => ({ ...scene.counted, sessionId: scene.textSessionId, played: null }),
  ],
  [
    'the same time on another device',
    'already-counted',
    async ({ learner, courseId, lessons: [videoId = ''] }) => {
      service.clock.set(opening);
      const { id: sessionId } = await open(learner, courseId, videoId);
      service.clock.advance(60_000);
      return { sessionId, from: 0, to: 10_000, played: { from: 50, to: 60 } };
    },
  ],
  ['time that has not come', 'ahead-of-clock', () => ({ from: 55_000, to: 62_001 })],
  ['time by a clock of the client that is an hour fast', 'ahead-of-clock', () => ({ from: 3_600_000, to: 3_610_000 })],
  ['time by a clock of the client that went back', 'already-counted', () => ({ from: 1_000, to: 9_000 })],
  ['time that runs back', 'reversed', () => ({ from: 30_000, to: 20_000 })],
  ['no time at all', 'reversed', () => ({ to: 20_000, played: { from: 0, to: 0.2 } })],
  ['a video played backwards', 'reversed', () => ({ played: { from: 30, to: 20 } })],
  [
    'more than five minutes at once',
    'too-long',
    () => {
      service.clock.advance(600_000);
      return { to: 320_001 };
    },
  ],
  ['what lies behind the end of the video', 'beyond-the-video', () => ({ played: { from: 95, to: 101.1 } })],
  ['a video in a text', 'no-video', ({ textSessionId: sessionId }) => ({ sessionId, played: { from: 0, to: 10 } })],
  ['a session of somebody else', 'unknown-session', async () => ({ sessionId: (await buildScene()).sessionId })],
  ['a session that there is not', 'unknown-session', () => ({ sessionId: randomUUID() })],
  [
    'a session of another space',
    'unknown-session',
    async () => ({ sessionId: (await buildScene({ learner: await buildLearner({ space: school }) })).sessionId }),
  ],
  [
    'a lesson that is no longer in the course',
    'unknown-session',
    async ({ author, courseId, lessons: [lessonId = ''] }) => {
      await removeLesson(author, courseId, lessonId);
      await publish(author, courseId, { choices: [{ lessonId, choice: 'migrate' }] });
      return {};
    },
  ],
  [
    'a video that was replaced, after the new one was begun',
    'expired-session',
    async (scene) => {
      await showAnotherVideo(scene);
      await publish(scene.author, scene.courseId);
      const { id } = await open(scene.learner, scene.courseId, scene.lessons[0] ?? '');
      service.clock.advance(60_000);
      await report(scene.learner, id, { played: { from: 0, to: 2 } });
      return { played: { from: 10, to: 20 } };
    },
  ],
  [
    'a lesson that is to be finished again, by the session it was finished in',
    'expired-session',
    async (scene) => {
      await report(scene.learner, scene.sessionId, { from: 10_000, to: 60_000, played: { from: 10, to: 100 } });
      await showAnotherVideo(scene);
      const choices = [{ lessonId: scene.lessons[0] ?? '', choice: 'retake' } as const];
      await publish(scene.author, scene.courseId, { choices });
      service.clock.advance(60_000);
      return { from: 60_000, to: 70_000, played: { from: 10, to: 20 } };
    },
  ],
  [
    'a session that has expired',
    'expired-session',
    () => {
      service.clock.advance(14 * day);
      return {};
    },
  ],
  [
    'an enrolment that a teacher ended',
    'lesson-closed',
    async ({ author, courseId, learner }) => {
      await service.call(endEnrolment, { as: author, params: { courseId, personId: learner.id } });
      return afterNow();
    },
  ],
  [
    'time between leaving and coming back',
    'lesson-closed',
    async ({ courseId, learner }) => {
      await service.call(leaveCourse, { as: learner, params: { courseId } });
      const piece = afterNow();
      await service.call(enrol, { as: learner, params: { courseId }, body: {} });
      return piece;
    },
  ],
  [
    'an enrolment that the learner ended',
    'lesson-closed',
    async ({ courseId, learner }) => {
      await service.call(leaveCourse, { as: learner, params: { courseId } });
      return afterNow();
    },
  ],
  ...(['expiresAt', 'cohortEndsAt'] as const).map((end): [string, Outcome, Forgery] => [
    `what has ended by ${end}`,
    'lesson-closed',
    async () => {
      service.clock.set(opening);
      const as = await buildScene({ [end]: closedAt });
      return { as, piece: afterNow() };
    },
  ]),
];

/** A learner who has opened a lesson with a video of the library, of 100 seconds, a minute ago. */
async function buildPlayed() {
  const learner = await buildLearner();
  const videoId = await buildVideo();
  const course = await buildPublishedCourse({ lessons: [{ content: libraryVideo(videoId) }, {}], sequential: false });
  await enrolByTeacher(course.author, course.courseId, { personId: learner.id });
  const [lessonId = '', otherId = ''] = course.lessons;
  const { id: sessionId } = await open(learner, course.courseId, lessonId);
  service.clock.advance(60_000);
  return { ...course, learner, videoId, lessonId, otherId, sessionId };
}

type Played = Awaited<ReturnType<typeof buildPlayed>>;

const byPlayer: [string, Outcome, (played: Played) => Piece | Promise<Piece & { in?: string; by?: TestActor }>][] = [
  ['a jump to the end', 'too-fast', () => ({ played: { from: 0, to: 100 } })],
  ['time that has not come', 'ahead-of-clock', () => ({ from: 55_000, to: 62_001, played: { from: 0, to: 5 } })],
  ['time that runs back', 'reversed', () => ({ from: 10_000, to: 0, played: { from: 0, to: 5 } })],
  ['what lies behind the end', 'beyond-the-video', () => ({ played: { from: 95, to: 102 } })],
  [
    'what lies behind the end of the file that took its place',
    'beyond-the-video',
    async ({ videoId }) => {
      await buildVideo({ videoId, durationSeconds: 50, occurredAt: '2026-11-20T10:00:30.000Z' });
      return { played: { from: 60, to: 70 } };
    },
  ],
  ['a session of somebody else', 'unknown-session', async () => ({ sessionId: (await buildPlayed()).sessionId })],
  [
    'a session of somebody else, for that other lesson',
    'unknown-session',
    async () => {
      const { sessionId, lessonId } = await buildPlayed();
      return { sessionId, in: lessonId };
    },
  ],
  ['a session of another lesson', 'unknown-session', async ({ otherId }) => ({ in: otherId })],
  [
    'a session of the lesson for another one of the same learner',
    'unknown-session',
    async ({ learner, courseId, otherId }) => ({ sessionId: (await open(learner, courseId, otherId)).id }),
  ],
  ['a lesson that there is not', 'unknown-session', async () => ({ in: randomUUID() })],
  ['the same from another space', 'unknown-session', async ({ learner }) => ({ by: { ...learner, space: school } })],
  [
    'an enrolment that has ended',
    'lesson-closed',
    async ({ author, courseId, learner }) => {
      await service.call(endEnrolment, { as: author, params: { courseId, personId: learner.id } });
      return { ...afterNow(), played: { from: 0, to: 5 } };
    },
  ],
];

describe('POST /internal/courses/lessons/:lessonId/evidence', () => {
  it.each(byPlayer)('does not count %s: %s', async (_, reason, forge) => {
    const scene = await buildPlayed();
    const {
      in: lessonId = scene.lessonId,
      by = scene.learner,
      ...piece
    } = { in: undefined, by: undefined, ...(await forge(scene)) };
    const before = await readLedger();
    const { status, body } = await playIn(by, lessonId, scene.sessionId, piece);
    expect([status, body]).toMatchObject([200, { results: [{ result: 'refused', reason, seconds: 0 }] }]);
    expect(await readLedger()).toEqual(before);
  });
});

describe('POST /courses/evidence', () => {
  it.each(forgeries)('does not count %s: %s', async (_, outcome, forge) => {
    const scene = await buildScene();
    const forged = await forge(scene);
    const { as, piece } = 'as' in forged ? forged : { as: scene, piece: forged };
    const before = await readLedger();
    const { results } = await send(as.learner, [piece], as.sessionId);
    const refusal = { result: 'refused', reason: outcome };
    expect(results).toMatchObject([{ seconds: 0, ...(outcome === 'repeated' ? { result: outcome, reason: null } : refusal) }]);
    expect(await readLedger()).toEqual(before);
  });

  it('does not count that a video of the library was played, whoever has played it: the player says so', async () => {
    const { learner, sessionId } = await buildPlayed();
    const played = { from: 10, to: 20 };
    const before = await readLedger();
    const { results } = await send(learner, [{ played }, { from: 40_000, to: 50_000, played: { from: 0, to: 100 } }], sessionId);
    expect(results).toMatchObject(Array(2).fill({ result: 'refused', reason: 'not-by-the-player', seconds: 0 }));
    expect(await readLedger()).toEqual(before);
    const counted = await send(learner, [{}], sessionId);
    expect(counted.results).toMatchObject([{ result: 'counted', seconds: 10 }]);
    expect(counted.lessons).toMatchObject([{ progress: { playedSeconds: 0, completedAt: null } }]);
  });

  it('counts what is sent twice in a request once', async () => {
    const { learner, sessionId } = await buildScene();
    const id = randomUUID();
    const piece = { played: { from: 10, to: 20 } };
    const { results, lessons } = await send(learner, [{ id, ...piece }, { id, ...piece }, piece], sessionId);
    expect(results).toMatchObject([{ result: 'counted' }, { result: 'repeated' }, { reason: 'already-counted' }]);
    expect(lessons).toMatchObject([{ progress: { activeSeconds: 20, playedSeconds: 20 } }]);
  });

  it('counts no more of a video than twice the time that counted, however short the pieces are', async () => {
    const { learner, sessionId } = await buildScene();
    const pieces = Array.from({ length: 200 }, (_, index) => {
      const [from, second] = [20_000 + index, 10 + index * 0.4];
      return { from, to: from + 1, played: { from: second, to: second + 0.25 } };
    });
    const { results, lessons } = await send(learner, pieces, sessionId);
    expect(results.filter(({ reason }: { reason: string }) => reason === 'too-fast').length).toBeGreaterThan(100);
    expect(lessons[0].progress).toMatchObject({ completedAt: null, activeSeconds: 10 });
    expect(lessons[0].progress.playedSeconds).toBeLessThanOrEqual(21);
  });

  it('takes nothing away for a piece behind the end of the video', async () => {
    const { learner, sessionId } = await buildScene();
    const { lessons } = await send(learner, [{ to: 21_000, played: { from: 100.4, to: 100.9 } }], sessionId);
    expect(lessons).toMatchObject([{ progress: { playedSeconds: 10, position: 100 } }]);
  });

  it('counts no more than the slack of clocks of 200 pieces sent at the moment of opening', async () => {
    const { learner, courseId, lessons } = await buildScene();
    const { id } = await open(learner, courseId, lessons[1] ?? '');
    const pieces = Array.from({ length: 200 }, (_, index) => ({ from: index * 1_000, to: (index + 1) * 1_000 }));
    const { results, lessons: reported } = await send(learner, pieces, id);
    expect(results.filter(({ result }: { result: string }) => result === 'counted')).toHaveLength(2);
    expect(reported).toMatchObject([{ progress: { activeSeconds: 2, completedAt: null } }]);
  });

  it('finishes no lesson by what it refuses, although the new rule would be met', async () => {
    const scene = await buildScene();
    const { author, courseId, learner, sessionId } = scene;
    const [lessonId = ''] = scene.lessons;
    await changeLesson(author, courseId, lessonId, { content: video(), completion: { rule: 'watched', percent: 10 } });
    await publish(author, courseId);
    await service.call(endEnrolment, { as: author, params: { courseId, personId: learner.id } });
    const before = await readLedger();
    await send(learner, [afterNow()], sessionId);
    expect(await readLedger()).toEqual(before);
  });

  it('judges a video by the version that was played, not by a shorter one in the same request', async () => {
    const scene = await buildScene();
    const { author, courseId, learner, sessionId } = scene;
    const [lessonId = ''] = scene.lessons;
    await changeLesson(author, courseId, lessonId, { content: video(1_000) });
    await publish(author, courseId);
    const { id } = await open(learner, courseId, lessonId);
    service.clock.advance(100_000);
    await send(
      learner,
      [
        { sessionId: id, from: 0, to: 95_000, played: { from: 0, to: 95 } },
        { from: 20_000, to: 20_001 },
      ],
      sessionId,
    );
    const again = await send(
      learner,
      [
        { from: 21_000, to: 22_000 },
        { sessionId: id, from: 95_000, to: 96_000 },
      ],
      sessionId,
    );
    expect(again.lessons).toMatchObject([{ progress: { completedAt: null, playedSeconds: 95 } }]);
  });

  it('opens no lesson that is locked', async () => {
    const { courseId, lessons, author } = await buildPublishedCourse();
    const learner = await buildLearner();
    await enrolByTeacher(author, courseId, { personId: learner.id });
    const { status, body } = await service.call(openLesson, { as: learner, params: { courseId, lessonId: lessons[1] ?? '' } });
    expect([status, body.code, body.reason.code]).toEqual([403, 'lesson.locked', 'lesson-unfinished']);
  });

  const [id, sessionId] = [randomUUID(), randomUUID()];
  it.each<[string, string, string]>([
    ['a time before the session was opened', `{"from":-1,"to":10}`, '/body/evidence/0/from'],
    ['an end before it', `{"from":0,"to":-10}`, '/body/evidence/0/to'],
    ['a time that is longer than sessions are', `{"from":0,"to":1209600001}`, '/body/evidence/0/to'],
    ['no number', `{"from":null,"to":10}`, '/body/evidence/0/from'],
    ['a number without end', `{"from":0,"to":1e999}`, '/body/evidence/0/to'],
    ['a part of a millisecond', `{"from":0.5,"to":10}`, '/body/evidence/0/from'],
    ['words', `{"from":"0","to":10}`, '/body/evidence/0/from'],
    ['a second without end', `{"from":0,"to":10,"played":{"from":0,"to":1e999}}`, '/body/evidence/0/played/to'],
    ['a second before the video', `{"from":0,"to":10,"played":{"from":-1,"to":1}}`, '/body/evidence/0/played/from'],
    ['an id that is none', `{"from":0,"to":10,"id":"1"}`, '/body/evidence/0/id'],
    ['a session that is none', `{"from":0,"to":10,"sessionId":"1"}`, '/body/evidence/0/sessionId'],
    ['a field that there is not', `{"from":0,"to":10,"countedMs":10}`, '/body/evidence/0'],
  ])('answers 400 to %s', async (_, piece, pointer) => {
    const learner = await buildLearner();
    const evidence = piece.replace('{', `{"id":"${id}","sessionId":"${sessionId}",`);
    const { status, body } = await service.http
      .post('/api/v1/courses/evidence')
      .set('authorization', `Bearer ${service.token(learner)}`)
      .type('application/json')
      .send(`{"evidence":[${evidence}]}`);
    expect([status, body.errors?.map((error: { pointer: string }) => error.pointer)]).toEqual([400, [pointer]]);
  });

  it.each([0, 201])('answers 400 to %s pieces', async (length) => {
    const evidence = Array.from({ length }, () => ({ id: randomUUID(), sessionId, from: 0, to: 1 }));
    expect((await service.call(sendEvidence, { as: await buildLearner(), body: { evidence } })).status).toBe(400);
  });
});
