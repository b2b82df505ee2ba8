import { enqueue } from '@lyceum/common/outbox';
import * as contract from '@lyceum/contracts/streaming/media-upload';
import { asStaff } from '@lyceum/testing/actors';
import { hasObject, openStorage, putObject } from '@lyceum/testing/object-store';
import { createTestService } from '@lyceum/testing/service';
import { buildFile, buildUpload, sendParts } from '../../../test/build-upload.ts';
import { VideoEntity } from '../../library/video/video.entity.ts';
import { toSourceKey } from '../../objects/object-keys.ts';
import { streaming } from '../../service.ts';
import { UploadEntity } from '../upload/upload.entity.ts';
import { sweepSchedule } from './sweep-uploads.job.ts';

const service = createTestService(streaming);
const day = 24 * 3_600_000;

async function sweep(): Promise<void> {
  await service.rows((db) => enqueue(db, service.context(), sweepSchedule.job, {}));
  await service.rows((db) => db.query("DELETE FROM outbox WHERE name = 'streaming.encode-first'"));
  await service.runJobs();
}

beforeEach(() => service.clock.reset());

it('gives up what has expired, in every space, with its video and all that the store has of it', async () => {
  const storage = await openStorage();
  const expired = [asStaff(), asStaff({ space: 'school' })].map(async (as) => {
    const upload = await buildUpload(service, as);
    await sendParts(service, as, upload, buildFile());
    const key = toSourceKey(as.space, upload.id);
    // What a process leaves that dies after the store has put the object together, or in the middle of tus.
    await putObject(key, buildFile(), 'application/octet-stream');
    await putObject(`${key}.part`, buildFile(), 'application/octet-stream');
    const row = await service.rows((db) => db.findOneByOrFail(UploadEntity, { id: upload.id }), as.space);
    return { ...row, key, space: as.space };
  });
  const uploads = await Promise.all(expired);
  service.clock.advance(8 * day);
  const as = asStaff();
  const fresh = await buildUpload(service, as);
  await sweep();
  for (const { id, videoId, key, storeUploadId, space } of uploads) {
    const rows = await service.rows(
      (db) => Promise.all([db.existsBy(UploadEntity, { id }), db.existsBy(VideoEntity, { id: videoId })]),
      space,
    );
    expect(rows).toEqual([false, false]);
    expect(await storage.listParts(key, storeUploadId ?? '')).toBeUndefined();
    expect([await hasObject(key), await hasObject(`${key}.part`)]).toEqual([false, false]);
  }
  expect((await service.call(contract.listUploads, { as })).body.items).toMatchObject([{ id: fresh.id }]);
  storage.stop();
});

it('deletes once more later what was still on its way', async () => {
  const as = asStaff();
  const upload = await buildUpload(service, as);
  const key = `${toSourceKey('main', upload.id)}.part`;
  await service.call(contract.cancelUpload, { as, params: { uploadId: upload.id } });
  await service.runJobs();
  await putObject(key, buildFile(), 'application/octet-stream');
  service.clock.advance(3 * 3_600_000);
  await service.runJobs();
  expect(await hasObject(key)).toBe(false);
});

it('forgets a completed upload after a week, and keeps its file', async () => {
  const as = asStaff();
  const upload = await buildUpload(service, as);
  await sendParts(service, as, upload, buildFile());
  await service.call(contract.completeUpload, { as, params: { uploadId: upload.id } });
  await sweep();
  expect((await service.call(contract.getUpload, { as, params: { uploadId: upload.id } })).status).toBe(200);
  service.clock.advance(8 * day);
  await sweep();
  expect((await service.call(contract.getUpload, { as, params: { uploadId: upload.id } })).status).toBe(404);
  expect(await hasObject(toSourceKey('main', upload.id))).toBe(true);
});

it('replaces nothing of a video whose new file did not come', async () => {
  const as = asStaff();
  const first = await buildUpload(service, as);
  await sendParts(service, as, first, buildFile());
  await service.call(contract.completeUpload, { as, params: { uploadId: first.id } });
  await buildUpload(service, as, { videoId: first.videoId });
  service.clock.advance(8 * day);
  await sweep();
  const video = await service.rows((db) => db.findOneBy(VideoEntity, { id: first.videoId }));
  expect(video).toMatchObject({ newestEncodingId: first.id, status: 'processing' });
});

it('ends more than one batch', async () => {
  for (const as of Array.from({ length: 6 }, () => asStaff()))
    await Promise.all(Array.from({ length: 10 }, () => buildUpload(service, as)));
  service.clock.advance(20 * day);
  await sweep();
  expect(await service.rows((db) => db.countBy(UploadEntity, { status: 'open' }))).toBe(0);
});
