import { newId } from '@lyceum/common/database';
import { folderNotFound } from '@lyceum/contracts/streaming/folder';
import * as contract from '@lyceum/contracts/streaming/media-upload';
import { videoNotFound, videoNotYours } from '@lyceum/contracts/streaming/video-problems';
import { asAdmin, asStaff } from '@lyceum/testing/actors';
import { hasObject } from '@lyceum/testing/object-store';
import { createTestService } from '@lyceum/testing/service';
import { buildFile, buildUpload, sendParts } from '../../../test/build-upload.ts';
import { CaptionEntity } from '../../library/caption/caption.entity.ts';
import { VideoEntity } from '../../library/video/video.entity.ts';
import { toSourceKey } from '../../objects/object-keys.ts';
import { streaming } from '../../service.ts';
import { UploadEntity } from './upload.entity.ts';

const service = createTestService(streaming, {
  VIDEO_BYTES_STAFF: '20000',
  VIDEO_BYTES_ADMIN: '200000000000',
  MEDIA_BYTES_PER_PERSON: '1000000000000',
  MEDIA_BYTES_PER_SPACE: '2000000000000',
});

const findVideo = (id: string) => service.rows((db) => db.findOneBy(VideoEntity, { id }));

describe('starting an upload', () => {
  it('makes a video that waits for its file', async () => {
    const as = asStaff();
    const upload = await buildUpload(service, as, { name: 'Урок 1.mp4', size: 5_000 });
    expect(upload).toMatchObject({
      ...{ name: 'Урок 1.mp4', size: 5_000, status: 'open', way: 'parts', partSize: 16 * 1024 * 1024, partCount: 1 },
      tusUrl: expect.stringContaining(`/api/v1/streaming/tus/${upload.id}`),
    });
    expect(await findVideo(upload.videoId)).toMatchObject({ title: 'Урок 1', ownerId: as.id, status: 'waiting' });
  });

  it('divides a large file into at most 10,000 parts of whole mebibytes', async () => {
    const { partSize, partCount } = await buildUpload(service, asAdmin(), { size: 200_000_000_000 });
    expect([partSize, partCount]).toEqual([20 * 1024 * 1024, 9_537]);
  });

  it('takes the place of the file of a video, under its id', async () => {
    const as = asStaff();
    const { videoId } = await buildUpload(service, as);
    expect((await buildUpload(service, as, { videoId })).videoId).toBe(videoId);
  });

  it.each([
    ['of a size beyond the limit of the role', { size: 20_001 }, contract.uploadTooLarge],
    ['into a folder that is not there', { folderId: newId() }, folderNotFound],
    ['for a video that is not there', { videoId: newId() }, videoNotFound],
  ])('is refused for a file %s', async (_, announced, problem) => {
    const body = { name: 'a.mp4', size: 10, ...announced };
    const answer = await service.call(contract.startUpload, { as: asStaff(), body });
    expect([answer.status, answer.body.code]).toEqual([problem.status, problem.code]);
  });

  it('is refused for the video of somebody else, unless an administrator asks', async () => {
    const { videoId } = await buildUpload(service, asStaff());
    const body = { name: 'a.mp4', size: 10, videoId };
    const answer = await service.call(contract.startUpload, { as: asStaff(), body });
    expect([answer.status, answer.body.code]).toEqual([403, videoNotYours.code]);
    expect((await service.call(contract.startUpload, { as: asAdmin(), body })).status).toBe(201);
  });

  it('answers 400 for a name that is a path', async () => {
    const answer = await service.call(contract.startUpload, { as: asStaff(), body: { name: '../a.mp4', size: 10 } });
    expect([answer.status, answer.body.code]).toEqual([400, 'request.invalid']);
  });

  it('lets 20 of 30 begin at once', async () => {
    const as = asStaff();
    const body = { name: 'a.mp4', size: 1 };
    const answers = await Promise.all(Array.from({ length: 30 }, () => service.call(contract.startUpload, { as, body })));
    const refused = answers.filter(({ status }) => status !== 201);
    expect(refused.map(({ body: { code } }) => code)).toEqual(Array.from({ length: 10 }, () => contract.uploadTooMany.code));
  });
});

describe('listing uploads', () => {
  it('shows the unfinished ones of the person, the newest first', async () => {
    const as = asStaff();
    const [first, second] = [await buildUpload(service, as), await buildUpload(service, as)];
    await buildUpload(service, asStaff());
    const { body } = await service.call(contract.listUploads, { as });
    expect(body.items.map(({ id }: { id: string }) => id)).toEqual([second.id, first.id]);
  });

  it('answers 400 for a limit that is none', async () => {
    expect(
      (await service.http.get('/api/v1/streaming/uploads?limit=x').set('authorization', `Bearer ${service.token(asStaff())}`))
        .status,
    ).toBe(400);
  });
});

describe('cancelling an upload', () => {
  it('deletes it with its video, and what the store has of it', async () => {
    const as = asStaff();
    const upload = await buildUpload(service, as);
    await sendParts(service, as, upload, buildFile());
    const { status } = await service.call(contract.cancelUpload, { as, params: { uploadId: upload.id } });
    expect([status, await findVideo(upload.videoId)]).toEqual([204, null]);
    await service.runJobs();
    expect(await sendParts(service, as, await buildUpload(service, as), buildFile())).toEqual([200]);
    expect(await hasObject(toSourceKey('main', upload.id))).toBe(false);
  });

  it('leaves a video that somebody has given captions', async () => {
    const as = asStaff();
    const { id: uploadId, videoId } = await buildUpload(service, as);
    const caption = { id: newId(), videoId, language: 'ru', label: 'Русский', cues: [], objectId: newId(), bytes: 1 };
    await service.rows((db) => db.insert(CaptionEntity, { ...caption, updatedAt: service.clock.now() }));
    await service.call(contract.cancelUpload, { as, params: { uploadId } });
    expect((await findVideo(videoId))?.status).toBe('waiting');
  });

  it('leaves a video that another upload is for, which takes it along when it is cancelled', async () => {
    const as = asStaff();
    const first = await buildUpload(service, as);
    const second = await buildUpload(service, as, { videoId: first.videoId });
    await service.call(contract.cancelUpload, { as, params: { uploadId: first.id } });
    expect((await findVideo(first.videoId))?.status).toBe('waiting');
    await service.call(contract.cancelUpload, { as, params: { uploadId: second.id } });
    expect(await findVideo(first.videoId)).toBeNull();
  });

  it('answers 409 for a completed one', async () => {
    const as = asStaff();
    const { id } = await buildUpload(service, as);
    await service.rows((db) => db.update(UploadEntity, { id }, { status: 'completed' }));
    const answer = await service.call(contract.cancelUpload, { as, params: { uploadId: id } });
    expect([answer.status, answer.body.code]).toEqual([409, contract.uploadEnded.code]);
  });

  it('answers 404 for that of somebody else', async () => {
    const { id } = await buildUpload(service, asStaff());
    const answer = await service.call(contract.cancelUpload, { as: asStaff(), params: { uploadId: id } });
    expect([answer.status, answer.body.code]).toEqual([404, contract.uploadNotFound.code]);
  });
});
