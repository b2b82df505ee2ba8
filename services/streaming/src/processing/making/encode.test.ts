import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { enqueue } from '@lyceum/common/outbox';
import type { Storage } from '@lyceum/common/storage';
import { mailRequested } from '@lyceum/contracts/notifications/mail';
import { videoPlayable } from '@lyceum/contracts/streaming/video';
import { eventually } from '@lyceum/testing/eventually';
import { hasObject, openStorage } from '@lyceum/testing/object-store';
import { buildClip, type Clip, runFfmpeg } from '../../../test/build-clip.ts';
import { buildSource, buildVideo } from '../../../test/build-source.ts';
import { masterKeys, service } from '../../../test/streaming-service.ts';
import { VideoEntity } from '../../library/video/video.entity.ts';
import { toPlainFileKey, toPosterKey, toRenditionKey, toSheetKey, toSourceKey } from '../../objects/object-keys.ts';
import { EncodingEntity, type EncodingRow } from '../encoding/encoding.entity.ts';
import { deleteEncoding, encodeFirst, encodeRest, takePoster } from '../encoding/encoding-jobs.ts';
import { RenditionEntity, type RenditionRow } from '../encoding/rendition.entity.ts';
import { fetchRendition } from '../ladder/fetch-rendition.ts';

let storage: Storage;
let folder: string;
beforeAll(async () => {
  storage = await openStorage();
  folder = await mkdtemp(join(tmpdir(), 'encode-test-'));
});
afterAll(async () => {
  storage.stop();
  await rm(folder, { recursive: true });
});

const findVideo = (id: string) => service.rows((db) => db.findOneByOrFail(VideoEntity, { id }));
const findEncoding = (id: string) => service.rows((db) => db.findOneByOrFail(EncodingEntity, { id }));
const findRenditions = (encodingId: string) =>
  service.rows((db) => db.find(RenditionEntity, { where: { encodingId }, order: { height: 'ASC' } }));

async function fetchClear({ id, masterKey }: EncodingRow, rendition: RenditionRow): Promise<string> {
  const path = join(folder, `${id}-${rendition.name}.mp4`);
  const to = { storage, space: 'main', encodingId: id, masterKey: masterKeys.open(masterKey, id) };
  await fetchRendition(to, rendition, path, new AbortController().signal);
  return path;
}

const toLengths = ({ segments }: RenditionRow) => segments.map(([seconds]) => seconds);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

const variable = ['-vf', "select='not(mod(n,3))+lt(mod(n,7),2)'", '-vsync', 'vfr'];

/** Each with the names of what is made of it, the size of the highest quality, and the rate. */
const clips: readonly (readonly [string, Clip, string[], [number, number], number])[] = [
  ['one below the ladder', { seconds: 9 }, ['180', 'audio'], [320, 180], 25],
  ['two of the ladder, without sound', { size: '1280x720', rate: 30, sound: null }, ['480', '720'], [1280, 720], 30],
  ['one that lies on its side', { size: '640x480', rate: 24, turned: true, sound: null }, ['640'], [480, 640], 24],
  [
    'one whose frames come unevenly, with silence',
    { size: '640x480', options: variable, sound: 'anullsrc=r=44100' },
    ['480', 'audio'],
    [640, 480],
    14,
  ],
  [
    'one of an odd size that does not say how long it is',
    { size: '322x182', format: 'matroska', rate: 50, options: ['-live', '1'] },
    ['182', 'audio'],
    [322, 182],
    50,
  ],
];

it.each(clips)(
  'makes every quality of %s, which decode whole and are cut alike',
  async (_, clip, names, size, rate) => {
    const bytes = await buildClip(clip);
    const { id, videoId } = await buildSource(service, bytes, { sha256: createHash('sha256').update(bytes).digest('hex') });
    expect(await service.runJobs()).toEqual(
      [encodeFirst, encodeRest].map(({ name }) => ({ name, attempts: 1, error: undefined })),
    );
    const encoding = await findEncoding(id);
    expect(encoding).toMatchObject({
      status: 'done',
      progress: 100,
      failureCode: null,
      hasAudio: names.includes('audio'),
      poster: 1,
    });
    expect(encoding.steps.map(({ status }) => status)).toEqual(Array(5).fill('done'));
    expect(await findVideo(videoId)).toMatchObject({ status: 'ready', currentEncodingId: id });
    const length = clip.seconds ?? 6;
    expect(Math.abs((encoding.durationSeconds ?? 0) - length)).toBeLessThan(0.2);
    const renditions = await findRenditions(id);
    expect(renditions.map(({ name }) => name)).toEqual(names);
    const pictures = renditions.filter(({ kind }) => kind === 'video');
    expect(pictures.at(-1)).toMatchObject({ width: size[0], height: size[1], frameRate: rate });
    for (const rendition of pictures) expect(toLengths(rendition)).toEqual(toLengths(pictures[0] ?? rendition));
    for (const rendition of renditions) {
      expect(rendition.codec).toMatch(/^(avc1\.64[0-9a-f]{4}|mp4a\.40\.2)$/);
      expect(Math.abs(sum(toLengths(rendition)) - length)).toBeLessThan(0.2);
      expect(await runFfmpeg(['-xerror', '-i', await fetchClear(encoding, rendition), '-f', 'null', '-'])).toBe('');
      for (const [index, [, stored]] of rendition.segments.entries()) {
        const key = toRenditionKey('main', id, rendition.name, `${String(index).padStart(5, '0')}.m4s`);
        const object = Buffer.from(await storage.get(key, { maxBytes: 10_000_000 }));
        expect([object.length, object.includes('moof')]).toEqual([stored, false]);
      }
    }
    const plain = join(folder, 'plain.mp4');
    const file = await storage.get(toPlainFileKey('main', id), { maxBytes: 10_000_000 });
    await writeFile(plain, file);
    expect(file.length).toBe(encoding.plainFileBytes);
    expect(Buffer.from(file).indexOf('moov')).toBeLessThan(Buffer.from(file).indexOf('mdat'));
    expect(await runFfmpeg(['-xerror', '-i', plain, '-f', 'null', '-'])).toBe('');
    const images = [toPosterKey('main', id, 1), toSheetKey('main', id, 0)];
    const sizes = await Promise.all(images.map(async (key) => (await storage.head(key))?.size ?? 0));
    expect(encoding.storyboard?.count).toBe(Math.ceil(length / 4));
    const inits = await Promise.all(
      renditions.map(async ({ name }) => (await storage.head(toRenditionKey('main', id, name, 'init.mp4')))?.size ?? 0),
    );
    const segments = renditions.flatMap((rendition) => rendition.segments.map(([, one]) => one));
    expect(encoding.storedBytes).toBe(bytes.length + file.length + sum([...sizes, ...inits, ...segments]));
  },
  60_000,
);

it('puts a new file in the place of the old one when it can be played, and takes the old one away a day later', async () => {
  const clip = await buildClip({ seconds: 2, sound: null });
  const old = await buildSource(service, clip);
  await service.runJobs();
  const video = await findVideo(old.videoId);
  const next = await buildSource(service, clip, { video });
  expect(await findVideo(video.id)).toMatchObject({ currentEncodingId: old.id, status: 'ready' });
  await service.runJobs();
  expect(await findVideo(video.id)).toMatchObject({ currentEncodingId: next.id, status: 'ready' });
  expect((await service.outbox(videoPlayable.name)).filter(({ payload }) => payload['videoId'] === video.id)).toHaveLength(2);
  expect(await hasObject(toSourceKey('main', old.id))).toBe(true);
  service.clock.advance(24 * 3_600_000 + 1_000);
  expect((await service.runJobs()).map(({ name, error }) => [name, error])).toEqual([
    [deleteEncoding.name, undefined],
    ['streaming.delete-objects', undefined],
  ]);
  service.clock.reset();
  expect(await hasObject(toSourceKey('main', old.id))).toBe(false);
  expect(await hasObject(toRenditionKey('main', old.id, '180', 'init.mp4'))).toBe(false);
  expect(await service.rows((db) => db.existsBy(RenditionEntity, { encodingId: old.id }))).toBe(false);
  expect(await hasObject(toPlainFileKey('main', next.id))).toBe(true);
});

it('takes the chapters of the file where the author has written none, and another picture where one is chosen', async () => {
  const marks = join(folder, 'marks.txt');
  const chapter = (start: number, title: string) =>
    `[CHAPTER]\nTIMEBASE=1/1000\nSTART=${start}\nEND=${start + 1000}\ntitle=${title}\n`;
  await writeFile(
    marks,
    `;FFMETADATA1\n${chapter(0, 'Первый\u0007 закон')}${chapter(1000, ' ')}${chapter(2000, 'Второй закон')}`,
  );
  const [plain, marked] = [join(folder, 'plain-marks.mp4'), join(folder, 'marked.mp4')];
  await writeFile(plain, await buildClip({ sound: null }));
  await runFfmpeg(['-i', plain, '-i', marks, '-map_metadata', '1', '-c', 'copy', marked]);
  const { id, videoId } = await buildSource(service, await readFile(marked));
  await service.runJobs();
  expect((await findVideo(videoId)).chapters).toEqual([
    { startSeconds: 0, title: 'Первый закон' },
    { startSeconds: 2, title: 'Второй закон' },
  ]);
  const before = await findEncoding(id);
  await service.rows((db) => db.update(VideoEntity, { id: videoId }, { posterSecond: 5 }));
  await service.rows((db) => enqueue(db, service.context(), takePoster, { encodingId: id, second: 5 }));
  expect((await service.runJobs())[0]?.error).toBeUndefined();
  const after = await findEncoding(id);
  expect(after.poster).toBe(2);
  const size = (await storage.head(toPosterKey('main', id, 2)))?.size ?? 0;
  expect(after.storedBytes).toBe(before.storedBytes + size);
});

it('keeps the picture that an author chooses while the first one is being made', async () => {
  const { id, videoId } = await buildSource(service, await buildClip({ sound: null }));
  const running = service.runJobs();
  const { runId } = await eventually(
    () => findEncoding(id),
    (encoding) => encoding.runId !== null,
  );
  // The second job has read what was chosen by then: nothing.
  await eventually(async () => {
    const encoding = await findEncoding(id);
    return encoding.playableAt !== null && encoding.runId !== runId;
  });
  await service.rows((db) => db.update(VideoEntity, { id: videoId }, { posterSecond: 5 }));
  const names = (await running).map(({ name, error }) => [name, error]);
  expect(names).toEqual([encodeFirst, encodeRest, takePoster].map(({ name }) => [name, undefined]));
  expect((await findEncoding(id)).poster).toBe(2);
  expect(await hasObject(toPosterKey('main', id, 2))).toBe(true);
}, 30_000);

it('goes on from the step that is not done, makes nothing twice, and leaves nothing on the disk', async () => {
  const { id } = await buildSource(service, await buildClip({ seconds: 2 }));
  await service.runJobs();
  const before = await findEncoding(id);
  const steps = before.steps.map((step) => (step.name === 'file' ? { ...step, status: 'running' as const } : step));
  await service.rows((db) =>
    db.update(
      EncodingEntity,
      { id },
      { steps, status: 'running', storedBytes: before.storedBytes - (before.plainFileBytes ?? 0) },
    ),
  );
  for (const job of [encodeFirst, encodeRest, encodeRest])
    await service.rows((db) => enqueue(db, service.context(), job, { encodingId: id }));
  expect((await service.runJobs()).map(({ error }) => error)).toEqual([undefined, undefined, undefined]);
  const after = await findEncoding(id);
  expect(after).toMatchObject({ status: 'done', storedBytes: before.storedBytes });
  expect(await findRenditions(id)).toHaveLength(2);
  expect(
    (await readdir(tmpdir())).filter((name) => name.startsWith('lyceum-encoding_') && name.includes(`_${process.pid}_`)),
  ).toEqual([]);
});

it('ends the work for a video that was deleted, so that it can be tried again, and for one that is gone leaves nothing', async () => {
  const clip = await buildClip({ seconds: 2, sound: null });
  const now = service.clock.now();
  const deleted = await buildSource(service, clip);
  await service.rows((db) => db.update(VideoEntity, { id: deleted.videoId }, { deletedAt: now, purgeAt: now }));
  const gone = await buildSource(service, clip, { video: await buildVideo(service) });
  await service.rows((db) => db.delete(VideoEntity, { id: gone.videoId }));
  expect((await service.runJobs()).map(({ error }) => error)).toEqual([undefined, undefined]);
  expect(await findEncoding(deleted.id)).toMatchObject({ status: 'failed', failureCode: 'interrupted', failureStep: 'probe' });
  expect(await service.outbox(mailRequested.name)).toEqual([]);
  expect(await hasObject(toSourceKey('main', gone.id))).toBe(false);
});
