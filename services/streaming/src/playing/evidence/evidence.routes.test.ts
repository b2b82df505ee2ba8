import { randomUUID } from 'node:crypto';
import * as contract from '@lyceum/contracts/streaming/playback';
import { asStaff, asUser } from '@lyceum/testing/actors';
import { putObject } from '@lyceum/testing/object-store';
import { buildBytes, buildPlayable } from '../../../test/build-playable.ts';
import { courses, service } from '../../../test/streaming-service.ts';
import { ask, buildPlayback, closeLesson } from '../../../test/watch.ts';
import { toPlainFileKey } from '../../objects/object-keys.ts';
import { WatchPositionEntity } from '../playback/playback.entity.ts';

afterEach(() => service.clock.reset());

const piece = (played: { from: number; to: number } | null) => ({
  ...{ id: randomUUID(), sessionId: randomUUID(), from: 0, to: 20_000, played },
});

async function play(overrides: Parameters<typeof buildPlayback>[0] = {}) {
  const built = await buildPlayback(overrides);
  const { as, params } = built;
  const report = (evidence: readonly ReturnType<typeof piece>[], positionSeconds = 0) =>
    service.call(contract.reportWatched, { as, params, body: { positionSeconds, evidence: [...evidence] } });
  const getKeys = (...stretches: number[]) =>
    Promise.all(stretches.map((stretch) => service.call(contract.getKey, { as, params: { ...params, stretch } })));
  const findPosition = () =>
    service.rows((db) => db.findOneBy(WatchPositionEntity, { personId: as.id, videoId: built.video.id }));
  return { ...built, report, getKeys, findPosition };
}

it('has courses count what was delivered and refuses the rest, in the order of the report', async () => {
  const { report, getKeys, lessonId, as } = await play();
  await getKeys(0, 2);
  const pieces = [
    piece({ from: 70, to: 90 }),
    piece({ from: 0, to: 20 }),
    piece(null),
    piece({ from: 50, to: 70 }),
    piece({ from: 130, to: 150 }),
    piece({ from: 50, to: 130 }),
  ];
  const { status, body } = await report(pieces);
  expect(status).toBe(200);
  const refused = { result: 'refused', reason: 'not-delivered', seconds: 0 };
  const counted = { result: 'counted', reason: null, seconds: 20 };
  expect(body.results).toEqual(
    [refused, counted, counted, refused, counted, refused].map((one, index) => ({ id: pieces[index]?.id, ...one })),
  );
  const passed = [pieces[1], pieces[2], pieces[4]];
  expect(courses.reports).toEqual([{ lessonId, person: as.id, evidence: passed }]);
});

it('asks courses nothing where nothing was delivered', async () => {
  const { report } = await play();
  const { body } = await report([piece({ from: 0, to: 20 })]);
  expect(body).toMatchObject({ results: [{ reason: 'not-delivered' }], lessons: [] });
  expect(courses.reports).toEqual([]);
});

it('takes what was delivered to another playback for undelivered', async () => {
  const first = await play();
  await first.getKeys(0);
  const { as, lessonId, video } = first;
  const { body } = await service.call(contract.startPlayback, { as, params: { videoId: video.id }, body: { lessonId } });
  const evidence = [piece({ from: 0, to: 20 })];
  const second = await service.call(contract.reportWatched, {
    ...{ as, params: { playbackId: body.id }, body: { positionSeconds: 0, evidence } },
  });
  expect(second.body.results[0].reason).toBe('not-delivered');
});

it('takes everything for delivered once the plain file was taken, and not before', async () => {
  const bytes = buildBytes(1_000);
  const { report, playback, encoding } = await play({
    video: { offersFile: true },
    encoding: { plainFileBytes: bytes.length },
  });
  await putObject(toPlainFileKey('main', encoding.id), bytes, 'video/mp4');
  const evidence = () => [piece({ from: 100, to: 120 })];
  await ask(playback.fileUrl ?? '', undefined, { method: 'HEAD' });
  expect((await report(evidence())).body.results[0].reason).toBe('not-delivered');
  await ask(playback.fileUrl ?? '', undefined, { headers: { range: 'bytes=0-99' } });
  expect((await report(evidence())).body.results[0].result).toBe('counted');
});

it('keeps the newest position', async () => {
  const { report, findPosition } = await play();
  await report([], 100);
  service.clock.advance(60_000);
  await report([], 50.5);
  service.clock.advance(-30_000);
  await report([], 300);
  expect((await findPosition())?.seconds).toBe(50.5);
});

it('keeps the position of a look at the library, and counts nothing', async () => {
  const { video } = await buildPlayable();
  const as = asStaff();
  const started = await service.call(contract.startPlayback, { as, params: { videoId: video.id }, body: {} });
  const body = { positionSeconds: 7, evidence: [piece({ from: 0, to: 5 })] };
  const answer = await service.call(contract.reportWatched, { as, params: { playbackId: started.body.id }, body });
  expect(answer.body.results).toEqual([{ id: body.evidence[0]?.id, result: 'refused', reason: 'unknown-session', seconds: 0 }]);
  expect(courses.reports).toEqual([]);
  const again = await service.call(contract.startPlayback, { as, params: { videoId: video.id }, body: {} });
  expect(again.body.positionSeconds).toBe(7);
});

it('answers 503 while courses is away, and keeps the position all the same', async () => {
  const { report, getKeys, findPosition } = await play();
  await getKeys(0);
  courses.status = 503;
  expect((await report([piece({ from: 0, to: 20 })], 42)).status).toBe(503);
  expect((await findPosition())?.seconds).toBe(42);
});

it('counts what was delivered before a playback ended or expired, for a week, and leaves the position to what came after', async () => {
  const { report, getKeys, findPosition, as, params } = await play();
  await getKeys(0);
  await report([], 30);
  await service.call(contract.endPlayback, { as, params });
  const ended = await report([piece({ from: 0, to: 20 }), piece({ from: 70, to: 90 })], 5);
  expect(ended.body.results).toMatchObject([{ result: 'counted' }, { result: 'refused', reason: 'not-delivered' }]);
  service.clock.advance(3 * 86_400_000);
  expect((await report([piece({ from: 20, to: 40 })])).body.results[0].result).toBe('counted');
  expect((await findPosition())?.seconds).toBe(30);
});

it('counts a report while others have all places, and takes none from them', async () => {
  const { report, getKeys, as, lessonId, video, params } = await play();
  await getKeys(0);
  service.clock.advance(100_000);
  const start = () => service.call(contract.startPlayback, { as, params: { videoId: video.id }, body: { lessonId } });
  for (const { status } of [await start(), await start(), await start()]) expect(status).toBe(201);
  expect((await report([piece({ from: 0, to: 20 })])).body.results[0].result).toBe('counted');
  const { body } = await service.call(contract.listPlaybacks, { as });
  expect(body.items).toHaveLength(3);
  expect(body.items).not.toContainEqual(expect.objectContaining({ id: params.playbackId }));
});

it('answers 400, 403, 404 and 410 to what is no report, once the lesson is closed, to others, and once it shows another video', async () => {
  const { report, params, lessonId } = await play();
  expect((await report([], -1)).status).toBe(400);
  const body = { positionSeconds: 0, evidence: [] };
  const others = await service.call(contract.reportWatched, { as: asUser(), params, body });
  expect([others.status, others.body.code]).toEqual([404, 'playback.not_found']);
  closeLesson(lessonId);
  service.clock.advance(10_000);
  expect((await report([])).body.code).toBe('lesson.locked');
  courses.lessons.set(lessonId, { videoId: randomUUID(), open: true, lock: null });
  service.clock.advance(10_000);
  expect((await report([])).body.code).toBe('playback.ended');
});
