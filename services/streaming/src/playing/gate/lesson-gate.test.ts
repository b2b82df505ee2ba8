import * as contract from '@lyceum/contracts/streaming/playback';
import { asUser } from '@lyceum/testing/actors';
import { eventually } from '@lyceum/testing/eventually';
import { courses, service } from '../../../test/streaming-service.ts';
import { buildPlayback, closeLesson, showInLesson } from '../../../test/watch.ts';
import { createLessonGate } from './lesson-gate.ts';

afterEach(() => service.clock.reset());

async function play() {
  const built = await buildPlayback();
  const { as, params } = built;
  const getKey = () => service.call(contract.getKey, { as, params: { ...params, stretch: 0 } });
  return { ...built, getKey };
}

it('asks once for fifty at once', async () => {
  const { getKey } = await play();
  service.clock.advance(10_000);
  courses.questions.length = 0;
  const { promise, resolve } = Promise.withResolvers<void>();
  courses.hold = promise;
  const answers = Array.from({ length: 50 }, getKey);
  // The others wait for the answer to the first.
  await eventually(async () => courses.questions.length > 0);
  resolve();
  expect(new Set((await Promise.all(answers)).map(({ status }) => status))).toEqual(new Set([200]));
  expect(courses.questions).toHaveLength(1);
});

it('asks for each person and each lesson', async () => {
  await Promise.all([play(), play()]);
  expect(courses.questions).toHaveLength(2);
});

it('knows within ten seconds that a lesson was closed, and at once that it was opened', async () => {
  const { getKey, lessonId, video } = await play();
  closeLesson(lessonId);
  service.clock.advance(9_000);
  expect((await getKey()).status).toBe(200);
  service.clock.advance(1_000);
  const { status, body } = await getKey();
  expect([status, body.code, body.reason.code]).toEqual([403, 'lesson.locked', 'enrolment-ended']);
  courses.lessons.set(lessonId, { videoId: video.id, open: true, lock: null });
  expect((await getKey()).status).toBe(200);
});

it('ends what the lesson shows no more, and what belongs to no lesson any more', async () => {
  for (const access of [{ videoId: null, open: true, lock: null }, undefined]) {
    const { getKey, lessonId } = await play();
    if (access) courses.lessons.set(lessonId, access);
    else courses.lessons.delete(lessonId);
    service.clock.advance(10_000);
    expect((await getKey()).body.code).toBe('playback.ended');
  }
});

it.each([500, 502, 503, 429])('fails closed while courses answers %s, and asks again', async (failure) => {
  const { getKey } = await play();
  service.clock.advance(10_000);
  courses.status = failure;
  const { status, body } = await getKey();
  expect([status, body.code]).toEqual([503, 'service.unavailable']);
  courses.status = null;
  expect((await getKey()).status).toBe(200);
});

it('says in the language of each request why a lesson is closed', async () => {
  const { as, params, lessonId } = await play();
  closeLesson(lessonId);
  service.clock.advance(10_000);
  courses.questions.length = 0;
  for (const locale of ['en', 'ru', 'en'] as const)
    await service.call(contract.getManifest, { as, params, headers: { 'accept-language': locale } });
  expect(courses.questions).toHaveLength(3);
});

it('lets staff look into the library without asking, for as long as they are staff', async () => {
  const { video } = await play();
  const staff = asUser({ roles: ['staff'] });
  const { body } = await service.call(contract.startPlayback, { as: staff, params: { videoId: video.id }, body: {} });
  const asked = courses.questions.length;
  const params = { playbackId: body.id };
  expect((await service.call(contract.getManifest, { as: staff, params })).status).toBe(200);
  const left = { ...staff, roles: ['user' as const] };
  expect((await service.call(contract.getManifest, { as: left, params })).body.code).toBe('playback.not_found');
  expect(courses.questions).toHaveLength(asked);
});

it('keeps ten thousand answers at most', async () => {
  let asked = 0;
  const call = async () => {
    asked += 1;
    return { videoId: null, open: true, lock: null };
  };
  const gate = createLessonGate({ services: { call, stream: call } as never, clock: service.clock }); // it is asked for one endpoint alone
  const person = { id: 'person', roles: [], space: 'main', locale: 'en', requestId: 'one' } as const;
  for (let lesson = 0; lesson <= 10_000; lesson += 1) await gate(`${lesson}`, person);
  await gate('10000', person);
  expect(asked).toBe(10_001);
  await gate('0', person);
  expect(asked).toBe(10_002);
});

it('takes a lesson that shows it in another course for another lesson', async () => {
  const { as, video, lessonId } = await play();
  const other = showInLesson(video.id);
  closeLesson(lessonId);
  const { status } = await service.call(contract.startPlayback, { as, params: { videoId: video.id }, body: { lessonId: other } });
  expect(status).toBe(201);
});
