import { newId } from '@lyceum/common/database';
import { putCaption } from '@lyceum/contracts/streaming/caption';
import * as contract from '@lyceum/contracts/streaming/media-upload';
import { asStaff } from '@lyceum/testing/actors';
import { createTestService } from '@lyceum/testing/service';
import { buildFile, buildUpload, sendParts } from '../../../test/build-upload.ts';
import { ImageEntity } from '../../imaging/image/image.entity.ts';
import { VideoEntity } from '../../library/video/video.entity.ts';
import { streaming } from '../../service.ts';

const service = createTestService(streaming, { MEDIA_BYTES_PER_PERSON: '10000', MEDIA_BYTES_PER_SPACE: '25000' });

const statuses = async (count: number, as: () => ReturnType<typeof asStaff>, size: number) => {
  const start = () => service.call(contract.startUpload, { as: as(), body: { name: 'a.mp4', size } });
  return (await Promise.all(Array.from({ length: count }, start))).map(({ status }) => status);
};

describe('the room for media', () => {
  it('takes of 20 that start at once as many as fit into that of the person', async () => {
    const as = asStaff({ space: 'one' });
    const answered = await statuses(20, () => as, 1_500);
    expect(answered.filter((status) => status === 201)).toHaveLength(6);
    expect(answered.filter((status) => status === 409)).toHaveLength(14);
  });

  it('takes of 20 people as many as fit into that of the school', async () => {
    const answered = await statuses(20, () => asStaff({ space: 'two' }), 9_000);
    expect(answered.filter((status) => status === 201)).toHaveLength(2);
  });

  it('counts files on their way, videos that were deleted and not purged, and pictures', async () => {
    const as = asStaff();
    const upload = await buildUpload(service, as, { size: 3_000 });
    await sendParts(service, as, upload, buildFile(3_000));
    await service.call(contract.completeUpload, { as, params: { uploadId: upload.id } });
    const gone = { deletedAt: service.clock.now(), purgeAt: service.clock.now() };
    await service.rows((db) => db.update(VideoEntity, { id: upload.videoId }, gone));
    await buildUpload(service, as, { size: 200 });
    const image = { id: newId(), ownerId: as.id, purpose: 'avatar' as const, name: 'a.png', type: 'image/png', size: 50 };
    const variants = [{ format: 'webp' as const, width: 1, height: 1, size: 4 }];
    const dates = { createdAt: service.clock.now(), deletedAt: null };
    await service.rows((db) =>
      db.insert(ImageEntity, [
        { ...image, status: 'waiting', failureCode: null, variants: [], ...dates },
        { ...image, id: newId(), size: 4, status: 'ready', failureCode: null, variants, ...dates },
      ]),
    );
    await buildUpload(service, asStaff(), { size: 7 });
    const { body } = await service.call(contract.getStorageUsage, { as });
    expect(body).toMatchObject({
      own: { usedBytes: 3_254, maxBytes: 10_000 },
      school: { usedBytes: 3_261, maxBytes: 25_000 },
      maxFileBytes: 20_000_000_000,
    });
  });

  it('takes captions while it has room for them, of several sent at once those that fit', async () => {
    const as = asStaff({ space: 'three' });
    const { videoId } = await buildUpload(service, as, { size: 8_900 });
    const file = Buffer.from(`00:01.000 --> 00:02.000\n${'a'.repeat(600)}`).toString('base64');
    const put = (language: string) => service.call(putCaption, { as, params: { videoId, language }, body: { label: 'a', file } });
    const answers = await Promise.all(['ru', 'en', 'de', 'fr'].map(put));
    expect(answers.map(({ body }) => body.code).sort()).toEqual([...Array(3).fill('upload.storage_full'), undefined]);
  });
});
