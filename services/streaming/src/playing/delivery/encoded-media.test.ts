import * as contract from '@lyceum/contracts/streaming/playback';
import { asUser } from '@lyceum/testing/actors';
import { buildPlayable } from '../../../test/build-playable.ts';
import { type EncodedMedia, encodeMedia, run, storeMedia, toRenditions } from '../../../test/encode-media.ts';
import { openPlayerDoor } from '../../../test/player-door.ts';
import { service } from '../../../test/streaming-service.ts';
import { ask, closeLesson, readUrls, watch } from '../../../test/watch.ts';
import { PlaybackEntity } from '../playback/playback.entity.ts';

/** Two stretches. */
const seconds = 17;
let media: EncodedMedia;
let videoId: string;

beforeAll(async () => {
  media = await encodeMedia(seconds);
  const segments = (media.lists.get('180')?.seconds ?? []).map((length): [number, number] => [length, 1]);
  const built = await buildPlayable({ segments, renditions: toRenditions(media) });
  await storeMedia(media, built);
  videoId = built.video.id;
}, 60_000);
afterAll(() => media?.remove());
afterEach(() => service.clock.reset());

const play = () => watch(videoId, asUser());

async function decode(address: string, as = asUser()) {
  const door = await openPlayerDoor(as);
  try {
    const flags = [
      '-nostdin',
      '-v',
      'error',
      '-xerror',
      '-i',
      door.toUrl(address),
      '-map',
      '0:v',
      '-map',
      '0:a',
      '-f',
      'null',
      '-',
    ];
    const { stderr } = await run('ffmpeg', flags);
    return { stderr, paths: door.paths };
  } finally {
    await door.stop();
  }
}

it('is decoded whole by ffmpeg, every quality, and leaves the stretches it was given keys of', async () => {
  const { as, playback } = await play();
  const { stderr, paths } = await decode(playback.manifestUrl, as);
  expect(stderr).toBe('');
  expect(new Set(paths.filter((path) => path.includes('/keys/')).map((path) => path.split('/').at(-1)))).toEqual(
    new Set(['0', '1']),
  );
  const row = await service.rows((db) => db.findOneByOrFail(PlaybackEntity, { id: playback.id }));
  expect(row.stretches.toSorted()).toEqual([0, 1]);
}, 60_000);

it('is seen by ffprobe with its pictures, its sound and its length', async () => {
  const { as, playback } = await play();
  const door = await openPlayerDoor(as);
  const flags = ['-v', 'error', '-show_entries', 'stream=codec_name,height:format=duration', '-of', 'json'];
  const { stdout, stderr } = await run('ffprobe', [...flags, door.toUrl(playback.manifestUrl)]);
  await door.stop();
  expect(stderr).toBe('');
  const { streams, format } = JSON.parse(stdout);
  const seen = streams.map((stream: { codec_name: string; height?: number }) => `${stream.codec_name} ${stream.height ?? ''}`);
  expect(new Set(seen)).toEqual(new Set(['h264 180', 'h264 90', 'aac ']));
  expect(Number(format.duration)).toBeCloseTo(seconds, 0);
}, 60_000);

it('is of no use to another person, and to the same one once the lesson is closed', async () => {
  const { as, playback, lessonId, params } = await play();
  await expect(decode(playback.manifestUrl)).rejects.toThrow(/404/);
  const playlist = await ask(playback.manifestUrl.replace('main.m3u8', 'renditions/180/main.m3u8'), as);
  const [segment = ''] = readUrls(playlist.text);
  const { status, bytes } = await ask(segment);
  expect(status).toBe(200);
  // What the store gives without a key is noise: an fMP4 segment begins with the size and the name of a box.
  expect(['styp', 'moof', 'sidx']).not.toContain(bytes.subarray(4, 8).toString('latin1'));
  closeLesson(lessonId);
  service.clock.advance(10_000);
  await expect(decode(playback.manifestUrl, as)).rejects.toThrow(/403/);
  const key = await service.call(contract.getKey, { as, params: { ...params, stretch: 1 } });
  expect([key.status, key.body.code]).toEqual([403, 'lesson.locked']);
}, 60_000);

it('has addresses in the store that end with the playback', async () => {
  service.clock.advance(-13 * 3_600_000);
  const { as, playback } = await play();
  const playlist = await ask(playback.manifestUrl.replace('main.m3u8', 'renditions/180/main.m3u8'), as);
  const [segment = ''] = readUrls(playlist.text);
  expect((await ask(segment)).status).toBe(403);
}, 60_000);
