import * as contract from '@lyceum/contracts/streaming/playback';
import { asStaff, asUser, type TestActor } from '@lyceum/testing/actors';
import { putObject } from '@lyceum/testing/object-store';
import { buildBytes, buildPlayable } from '../../../test/build-playable.ts';
import { courses, service } from '../../../test/streaming-service.ts';
import { ask, buildPlayback, closeLesson } from '../../../test/watch.ts';
import { VideoEntity } from '../../library/video/video.entity.ts';
import { toPlainFileKey } from '../../objects/object-keys.ts';
import { PlaybackEntity } from '../playback/playback.entity.ts';

const bytes = buildBytes(5_000);

afterEach(() => service.clock.reset());

async function play(space = 'main', as: TestActor = asUser({ space })) {
  const built = await buildPlayback({ space, as, video: { offersFile: true }, encoding: { plainFileBytes: bytes.length } });
  await putObject(toPlainFileKey(space, built.encoding.id), bytes, 'video/mp4');
  const url = built.playback.fileUrl ?? '';
  return {
    ...built,
    url,
    get: (headers: Record<string, string> = {}, method = 'GET') => ask(url, undefined, { headers, method }),
  };
}

it('gives the whole file and ranges of it to whoever has the address', async () => {
  const { get, encoding } = await play();
  const whole = await get();
  expect(whole.status).toBe(200);
  expect(whole.headers.get('content-type')).toBe('video/mp4');
  expect(whole.bytes.equals(bytes)).toBe(true);
  const part = await get({ range: 'bytes=4000-' });
  expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 4000-4999/5000']);
  expect(part.bytes.equals(bytes.subarray(4000))).toBe(true);
  expect((await get({ 'if-none-match': `"${encoding.id}"` })).status).toBe(304);
  const head = await get({}, 'HEAD');
  expect([head.status, head.headers.get('content-length'), head.bytes.length]).toEqual([200, '5000', 0]);
  expect((await get({ range: 'bytes=5000-' })).status).toBe(416);
});

it('is played in other spaces under their own path, and known in no other', async () => {
  const { get, url } = await play('college');
  expect(url).toContain('/s/college/content/streaming/files/');
  expect((await get()).status).toBe(200);
  expect((await ask(url.replace('/s/college/', '/s/main/'))).code).toBe('playback.not_found');
});

it('asks the gate for the person with the roles of when it began', async () => {
  const { get, as, lessonId } = await play();
  service.clock.advance(10_000);
  courses.questions.length = 0;
  await get();
  expect(courses.questions).toEqual([{ lessonId, person: as.id, roles: 'user', space: 'main' }]);
});

it('asks as for anybody an hour later, whatever roles were taken away meanwhile', async () => {
  const as = asStaff();
  const { get, lessonId } = await play('main', as);
  service.clock.advance(3_600_000);
  courses.questions.length = 0;
  expect((await get()).status).toBe(200);
  expect(courses.questions).toEqual([{ lessonId, person: as.id, roles: 'user', space: 'main' }]);
});

it('shows a look at the library for an hour', async () => {
  const { video, encoding } = await buildPlayable({ video: { offersFile: true }, encoding: { plainFileBytes: bytes.length } });
  await putObject(toPlainFileKey('main', encoding.id), bytes, 'video/mp4');
  const params = { videoId: video.id };
  const { body } = await service.call(contract.startPlayback, { as: asStaff(), params, body: { lessonId: null } });
  expect((await ask(body.fileUrl)).status).toBe(200);
  service.clock.advance(3_600_000);
  expect((await ask(body.fileUrl)).status).toBe(404);
});

it('is kept by its hash alone', async () => {
  const { url, playback } = await play();
  const row = await service.rows((db) => db.findOneByOrFail(PlaybackEntity, { id: playback.id }));
  const [, token = ''] = /files\/([^/]+)\//.exec(url) ?? [];
  expect(token).toHaveLength(43);
  expect(JSON.stringify(row)).not.toContain(token);
});

it.each(['the person ends it', 'its time is over'])('answers 410 once %s', async (reason) => {
  const { get, as, params, playback } = await play();
  if (reason === 'the person ends it') await service.call(contract.endPlayback, { as, params });
  else service.clock.advance(Date.parse(playback.expiresAt) - Date.parse(playback.startedAt));
  const { status, code } = await get();
  expect([status, code]).toEqual([410, 'playback.ended']);
});

it('answers 403 within ten seconds after the lesson was closed', async () => {
  const { get, lessonId } = await play();
  closeLesson(lessonId);
  service.clock.advance(10_000);
  expect((await get()).code).toBe('lesson.locked');
});

it('answers 404 to an invented token, and once the author offers it no more', async () => {
  const { get, url, video } = await play();
  expect((await ask(url.replace(/files\/[^/]+/, `files/${'a'.repeat(43)}`))).code).toBe('playback.not_found');
  await service.rows((db) => db.update(VideoEntity, { id: video.id }, { offersFile: false }));
  expect((await get()).code).toBe('playback.not_found');
});

it('is not offered unless the author wants it and it is made', async () => {
  const [unwanted, unmade] = await Promise.all([
    buildPlayback({ encoding: { plainFileBytes: 10 } }),
    buildPlayback({ video: { offersFile: true } }),
  ]);
  expect([unwanted.playback.fileUrl, unmade.playback.fileUrl]).toEqual([null, null]);
});
