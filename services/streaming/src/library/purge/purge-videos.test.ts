import { newId } from '@lyceum/common/database';
import { enqueue } from '@lyceum/common/outbox';
import { putCaption } from '@lyceum/contracts/streaming/caption';
import { deleteVideo, restoreVideo } from '@lyceum/contracts/streaming/video';
import { asStaff, type TestActor } from '@lyceum/testing/actors';
import { hasObject, openStorage, putObject } from '@lyceum/testing/object-store';
import { buildReadyVideo } from '../../../test/build-video.ts';
import { service } from '../../../test/streaming-service.ts';
import { toCaptionKey, toPosterKey, toRenditionKey, toSourceKey } from '../../objects/object-keys.ts';
import { UploadEntity } from '../../uploading/upload/upload.entity.ts';
import { CaptionEntity } from '../caption/caption.entity.ts';
import { VideoEntity } from '../video/video.entity.ts';
import { purgeVideosSchedule } from './purge-videos.job.ts';

const dayMs = 86_400_000;

async function purge(): Promise<void> {
  await service.rows((db) => enqueue(db, service.context(), purgeVideosSchedule.job, {}));
  expect((await service.runJobs()).filter(({ error }) => error)).toEqual([]);
}

const isThere = (id: string, space: string) => service.rows((db) => db.existsBy(VideoEntity, { id }), space);

/** A video with all it may have in the store, another file of it on its way among it. */
async function buildStored(as: TestActor) {
  const { space } = as;
  const video = await buildReadyVideo(as);
  const encodingId = video.currentEncodingId;
  const uploadId = newId();
  const file = Buffer.from('a cue').toString('base64');
  const text = Buffer.from('00:01.000 --> 00:02.000\na').toString('base64');
  const params = { videoId: video.id, language: 'ru' };
  expect((await service.call(putCaption, { as, params, body: { label: 'a', file: text } })).status).toBe(200);
  const captions = await service.rows((db) => db.findBy(CaptionEntity, { videoId: video.id }), space);
  const keys = [
    toSourceKey(space, encodingId),
    toPosterKey(space, encodingId, 1),
    toRenditionKey(space, encodingId, '480', '00000.m4s'),
    `${toSourceKey(space, uploadId)}.info`,
  ];
  for (const key of keys) await putObject(key, Buffer.from(file), 'application/octet-stream');
  const storage = await openStorage();
  const key = toSourceKey(space, uploadId);
  const storeUploadId = await storage.startUpload(key, 'video/mp4');
  storage.stop();
  const now = service.clock.now();
  await service.rows(
    (db) =>
      db.insert(UploadEntity, {
        ...{ id: uploadId, personId: as.id, videoId: video.id, makesVideo: false, name: 'a.mp4', size: 10, sha256: null },
        ...{ status: 'open', way: 'parts', partSize: 10, storeUploadId, createdAt: now, expiresAt: now },
      }),
    space,
  );
  return { video, keys: [...keys, toCaptionKey(space, captions[0]?.objectId ?? '')], upload: { key, storeUploadId } };
}

async function isUploadKnown({ key, storeUploadId }: { key: string; storeUploadId: string }): Promise<boolean> {
  const storage = await openStorage();
  try {
    return (await storage.listParts(key, storeUploadId)) !== undefined;
  } finally {
    storage.stop();
  }
}

afterEach(() => service.clock.reset());

it('leaves nothing of a video whose grace has ended, in any space, and what others have stays', async () => {
  for (const space of ['main', 'purged']) {
    const as = asStaff({ space });
    const { video, keys, upload } = await buildStored(as);
    const other = await buildStored(as);
    const areThere = (all: string[]) => Promise.all(all.map(hasObject));
    await service.call(deleteVideo, { as, params: { videoId: video.id } });
    service.clock.advance(30 * dayMs - 60_000);
    await purge();
    expect([await isThere(video.id, space), await areThere(keys), await isUploadKnown(upload)]).toEqual([
      true,
      keys.map(() => true),
      true,
    ]);
    service.clock.advance(120_000);
    await purge();
    expect([await isThere(video.id, space), await areThere(keys), await isUploadKnown(upload)]).toEqual([
      false,
      keys.map(() => false),
      false,
    ]);
    expect([await areThere(other.keys), await isUploadKnown(other.upload)]).toEqual([other.keys.map(() => true), true]);
    service.clock.reset();
  }
});

it('leaves a video that is restored while the purge runs, or purges it whole', async () => {
  const as = asStaff({ space: 'restored' });
  for (let round = 0; round < 5; round += 1) {
    const { id: videoId } = await buildReadyVideo(as, { deletedAt: new Date(), purgeAt: new Date(0) });
    const [restored] = await Promise.all([service.call(restoreVideo, { as, params: { videoId } }), purge()]);
    expect([restored.status, await isThere(videoId, as.space)]).toEqual(restored.status === 200 ? [200, true] : [404, false]);
  }
});
