import { newId } from '@lyceum/common/database';
import { createFolder } from '@lyceum/contracts/streaming/folder';
import {
  choosePoster,
  deleteVideo,
  downloadSource,
  getVideo,
  restoreVideo,
  updateVideo,
  videoDeleted,
  videoPlayable,
} from '@lyceum/contracts/streaming/video';
import { asAdmin, asStaff, type TestActor } from '@lyceum/testing/actors';
import { putObject } from '@lyceum/testing/object-store';
import type { z } from 'zod';
import { buildUsages } from '../../../test/build-usage.ts';
import { buildEncoding, buildReadyVideo, buildVideo } from '../../../test/build-video.ts';
import { service } from '../../../test/streaming-service.ts';
import { toPosterKey, toSourceKey } from '../../objects/object-keys.ts';
import { EncodingEntity } from '../../processing/encoding/encoding.entity.ts';

const as = asStaff();
const toCode = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code];
const get = async (videoId: string, by: TestActor = as) => (await service.call(getVideo, { as: by, params: { videoId } })).body;

function update(
  videoId: string,
  body: z.input<typeof updateVideo.body>,
  { by = as, ifMatch }: { by?: TestActor; ifMatch?: string } = {},
) {
  return service.call(updateVideo, { as: by, params: { videoId }, body, ...(ifMatch && { headers: { 'if-match': ifMatch } }) });
}

async function listPublished(name: string, videoId: string) {
  const events = await service.outbox(name);
  return events.flatMap(({ payload }) => (payload['videoId'] === videoId ? [payload] : []));
}

afterEach(() => service.clock.reset());

describe('GET /streaming/videos/:videoId', () => {
  it('tells what was measured, what all its files take, which lessons show it and what is being made', async () => {
    const video = await buildReadyVideo(as, {}, { durationSeconds: 12.5, storedBytes: 5_000_000_000 });
    const failed = { status: 'failed', failureCode: 'damaged', failureStep: 'probe', durationSeconds: null } as const;
    const { id: newestEncodingId } = await buildEncoding(video.id, { ...failed, storedBytes: 70 });
    await service.rows((db) => db.query('UPDATE videos SET newest_encoding_id = $1 WHERE id = $2', [newestEncodingId, video.id]));
    await buildUsages([video.id]);
    const body = await get(video.id, { ...asStaff(), locale: 'ru' });
    expect(body).toMatchObject({
      ...{ id: video.id, ownerId: as.id, status: 'ready', durationSeconds: 12.5, width: 1280, height: 720 },
      ...{ storedBytes: 5_000_000_070, lessons: 1, captions: [], deletedAt: null, purgeAt: null },
      processing: {
        ...{ encodingId: newestEncodingId, status: 'failed' },
        failure: { code: 'damaged', step: 'probe', message: 'Файл повреждён или сохранён не до конца. Сохраните видео ещё раз.' },
      },
    });
  });

  it('shows its picture at an address that stays the same within the hour and works', async () => {
    const hour = 3_600_000;
    service.clock.set(new Date(Math.floor(Date.now() / hour) * hour + 60_000));
    const video = await buildReadyVideo(as, {}, { poster: 2 });
    await putObject(toPosterKey('main', video.currentEncodingId, 2), Buffer.from('poster'), 'image/jpeg');
    const { posterUrl } = await get(video.id);
    expect(await (await fetch(posterUrl)).text()).toBe('poster');
    service.clock.advance(3_000_000);
    expect((await get(video.id)).posterUrl).toBe(posterUrl);
    service.clock.advance(hour);
    expect((await get(video.id)).posterUrl).not.toBe(posterUrl);
  });

  it('tells of what waits for its file that there is none', async () => {
    const { id } = await buildVideo(as);
    const empty = { durationSeconds: null, width: null, height: null, posterUrl: null, processing: null };
    expect(await get(id)).toMatchObject({ ...empty, status: 'waiting', storedBytes: 0, lessons: 0 });
  });

  it('answers 404 to an unknown id, to one of another space and to a deleted video', async () => {
    const { id } = await buildVideo(as, { deletedAt: new Date(), purgeAt: new Date() });
    const foreign = await buildVideo(asStaff({ space: 'another' }));
    for (const videoId of [newId(), id, foreign.id])
      expect(toCode(await service.call(getVideo, { as, params: { videoId } }))).toEqual([404, 'video.not_found']);
  });
});

describe('PATCH /streaming/videos/:videoId', () => {
  it('changes what is said, and what is left out stays', async () => {
    const { id } = await buildVideo(as);
    const folder = await service.call(createFolder, { as, body: { name: 'Физика' } });
    const details = {
      description: 'О силах',
      folderId: folder.body.id,
      chapters: [{ startSeconds: 0, title: 'Начало' }],
      offersFile: true,
    };
    const { status, body } = await update(id, details, { ifMatch: '"1"' });
    expect([status, body]).toMatchObject([200, { ...details, title: 'Законы Ньютона', version: 2 }]);
    expect((await update(id, { folderId: null })).body).toMatchObject({ ...details, folderId: null, version: 3 });
    expect(await listPublished(videoPlayable.name, id)).toEqual([]);
  });

  it('tells of a new title of what can be played', async () => {
    const { id: videoId } = await buildReadyVideo(as, {}, { durationSeconds: 61 });
    await update(videoId, { description: 'a' });
    await update(videoId, { title: 'Законы Кеплера' });
    expect(await listPublished(videoPlayable.name, videoId)).toEqual([
      { videoId, title: 'Законы Кеплера', durationSeconds: 61, occurredAt: expect.any(String) },
    ]);
  });

  it('answers 412 to who has read another version, also when two change it at once', async () => {
    const { id } = await buildVideo(as);
    const answers = await Promise.all(['a', 'b'].map((title) => update(id, { title }, { ifMatch: '"1"' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
  });

  it.each([
    ['an empty title', { title: ' ' }, '/body/title'],
    [
      'chapters that are not in order',
      {
        chapters: [
          { startSeconds: 5, title: 'a' },
          { startSeconds: 5, title: 'b' },
        ],
      },
      '/body/chapters',
    ],
    ['a chapter without a title', { chapters: [{ startSeconds: 5, title: '' }] }, '/body/chapters/0/title'],
  ])('answers 400 to %s', async (_, body, pointer) => {
    const { id } = await buildVideo(as);
    const answer = await update(id, body);
    expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([400, pointer]);
  });

  it('answers 422 to a chapter behind the measured end, and takes any while nothing is measured', async () => {
    const begins = (startSeconds: number) => ({ chapters: [{ startSeconds, title: 'Глава' }] });
    const { id } = await buildReadyVideo(as, {}, { durationSeconds: 60 });
    expect(toCode(await update(id, begins(60)))).toEqual([422, 'video.chapter_beyond_end']);
    expect((await update(id, begins(59.9))).status).toBe(200);
    const { id: waiting } = await buildVideo(as);
    expect((await update(waiting, begins(60))).status).toBe(200);
  });

  it('answers 404 to a folder that is not there, and 403 to who did not upload it', async () => {
    const { id } = await buildVideo(as);
    expect(toCode(await update(id, { folderId: newId() }))).toEqual([404, 'video_folder.not_found']);
    expect(toCode(await update(id, { title: 'a' }, { by: asStaff() }))).toEqual([403, 'video.not_yours']);
    expect((await update(id, { title: 'a' }, { by: asAdmin() })).status).toBe(200);
    expect(toCode(await update(newId(), { title: 'a' }))).toEqual([404, 'video.not_found']);
  });
});

describe('PUT /streaming/videos/:videoId/poster', () => {
  const choose = (videoId: string, second: number, by = as) =>
    service.call(choosePoster, { as: by, params: { videoId }, body: { second } });

  it('has the picture taken in the background, at the end at the latest', async () => {
    const { id, currentEncodingId } = await buildReadyVideo(as, {}, { durationSeconds: 60 });
    const { status, body } = await choose(id, 90);
    expect([status, body.posterSecond, body.version]).toEqual([202, 60, 2]);
    const jobs = await service.outbox('streaming.take-poster');
    expect(jobs.map(({ payload }) => payload)).toEqual([{ encodingId: currentEncodingId, second: 60 }]);
  });

  it('answers 409 while there is nothing to play, 403, 404 and 400', async () => {
    const { id } = await buildVideo(as);
    expect(toCode(await choose(id, 1))).toEqual([409, 'video.not_playable']);
    expect(toCode(await choose(id, 1, asStaff()))).toEqual([403, 'video.not_yours']);
    expect(toCode(await choose(newId(), 1))).toEqual([404, 'video.not_found']);
    expect((await choose(id, -1)).status).toBe(400);
  });
});

describe('DELETE /streaming/videos/:videoId and its restoration', () => {
  const remove = (videoId: string, { by = as, ifMatch }: { by?: TestActor; ifMatch?: string } = {}) =>
    service.call(deleteVideo, { as: by, params: { videoId }, ...(ifMatch && { headers: { 'if-match': ifMatch } }) });
  const restore = (videoId: string, by = as) => service.call(restoreVideo, { as: by, params: { videoId } });

  it('is told, leaves 30 days, and is taken back with all it had', async () => {
    service.clock.set(new Date('2026-12-01T10:00:00.000Z'));
    const updatedAt = new Date('2026-12-01T09:00:00.000Z');
    const { id: videoId, title } = await buildReadyVideo(as, { offersFile: true, updatedAt });
    expect(toCode(await remove(videoId, { ifMatch: '"7"' }))).toEqual([412, 'precondition.failed']);
    expect((await remove(videoId, { ifMatch: '"1"' })).status).toBe(204);
    expect(await listPublished(videoDeleted.name, videoId)).toEqual([{ videoId, occurredAt: '2026-12-01T10:00:00.000Z' }]);
    expect(toCode(await remove(videoId))).toEqual([404, 'video.not_found']);
    const row = await service.rows((db) => db.query('SELECT purge_at FROM videos WHERE id = $1', [videoId]));
    expect(row).toEqual([{ purge_at: new Date('2026-12-31T10:00:00.000Z') }]);
    expect(toCode(await restore(videoId, asStaff()))).toEqual([403, 'video.not_yours']);
    const { status, body } = await restore(videoId, asAdmin());
    expect([status, body]).toMatchObject([200, { title, offersFile: true, deletedAt: null, purgeAt: null, version: 3 }]);
    // Later than the deletion, though the clock stands still: whoever hears of both goes by that.
    const occurredAt = '2026-12-01T10:00:00.001Z';
    expect(await listPublished(videoPlayable.name, videoId)).toMatchObject([{ title, durationSeconds: 60, occurredAt }]);
    expect(toCode(await restore(videoId))).toEqual([409, 'video.not_deleted']);
  });

  it('tells nobody that a video without a file can be played when it comes back', async () => {
    const { id } = await buildVideo(as);
    await remove(id);
    expect((await restore(id)).status).toBe(200);
    expect(await listPublished(videoPlayable.name, id)).toEqual([]);
  });

  it('answers 409 while a lesson shows it, 403 and 404', async () => {
    const { id } = await buildReadyVideo(as);
    const courseId = await buildUsages([id]);
    expect(toCode(await remove(id))).toEqual([409, 'video.in_use']);
    await buildUsages([], { courseId });
    expect(toCode(await remove(id, { by: asStaff() }))).toEqual([403, 'video.not_yours']);
    expect(toCode(await restore(newId()))).toEqual([404, 'video.not_found']);
    expect((await remove(id)).status).toBe(204);
  });
});

describe('GET /streaming/videos/:videoId/source', () => {
  const download = (videoId: string, by = as) => service.call(downloadSource, { as: by, params: { videoId } });

  it('leads to the file as it was uploaded', async () => {
    const { id, currentEncodingId } = await buildReadyVideo(as);
    await putObject(toSourceKey('main', currentEncodingId), Buffer.from('film'), 'video/mp4');
    const { status, headers } = await download(id);
    expect(status).toBe(303);
    const response = await fetch(headers['location'] ?? '');
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="Zakony/);
    expect(await response.text()).toBe('film');
  });

  it('answers 409 before there is a file, 403 and 404', async () => {
    const { id } = await buildVideo(as);
    expect(toCode(await download(id))).toEqual([409, 'video.not_playable']);
    expect(toCode(await download(id, asStaff()))).toEqual([403, 'video.not_yours']);
    expect(toCode(await download(newId()))).toEqual([404, 'video.not_found']);
  });

  it('keeps its key to itself', async () => {
    const { id } = await buildReadyVideo(as, {}, { masterKey: 'secret-of-the-video' });
    expect(JSON.stringify(await get(id))).not.toContain('secret-of-the-video');
    expect(await service.rows((db) => db.countBy(EncodingEntity, { videoId: id }))).toBe(1);
  });
});
