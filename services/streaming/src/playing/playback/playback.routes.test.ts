import { randomUUID } from 'node:crypto';
import * as contract from '@lyceum/contracts/streaming/playback';
import { asStaff, asUser } from '@lyceum/testing/actors';
import { buildPlayable } from '../../../test/build-playable.ts';
import { courses, service } from '../../../test/streaming-service.ts';
import { buildPlayback, closeLesson, showInLesson } from '../../../test/watch.ts';
import { VideoEntity } from '../../library/video/video.entity.ts';
import { PlaybackEntity } from './playback.entity.ts';
import { purgePlaybacksJob } from './purge-playbacks.job.ts';

const start = (videoId: string, body: { lessonId?: string | null; replace?: boolean }, as = asUser()) =>
  service.call(contract.startPlayback, { as, params: { videoId }, body });

afterEach(() => service.clock.reset());

describe('startPlayback', () => {
  it('gives all that a player begins with', async () => {
    const storyboard = { width: 160, height: 90, columns: 10, rows: 10, intervalSeconds: 5, count: 80 };
    const chapters = [
      { startSeconds: 0, title: 'Первый' },
      { startSeconds: 900, title: 'Из прежнего файла' },
    ];
    const { playback, video, encoding } = await buildPlayback({
      video: { chapters },
      encoding: { poster: 2, storyboard },
      captions: [{}],
    });
    const { origin } = new URL(playback.manifestUrl);
    const base = `${origin}/api/v1/streaming/playbacks/${playback.id}`;
    expect(playback).toMatchObject({
      ...{ videoId: video.id, title: video.title, durationSeconds: 400, positionSeconds: 0, fileUrl: null },
      ...{ manifestUrl: `${base}/main.m3u8`, chapters: chapters.slice(0, 1) },
      storyboard: { url: `${base}/storyboard.vtt`, intervalSeconds: 5 },
      captions: [{ language: 'ru', label: 'Русский' }],
    });
    expect(playback.posterUrl).toContain(`/main/videos/${encoding.id}/poster-2.jpg?`);
    expect(Date.parse(playback.expiresAt) - Date.parse(playback.startedAt)).toBe((800 + 3600) * 1000);
  });

  it('ends after twelve hours at the latest', async () => {
    const { playback } = await buildPlayback({ encoding: { durationSeconds: 8 * 3600 } });
    expect(Date.parse(playback.expiresAt) - Date.parse(playback.startedAt)).toBe(12 * 3_600_000);
  });

  it('asks the gate for the person, with roles and space', async () => {
    const { as, lessonId } = await buildPlayback();
    expect(courses.questions).toEqual([{ lessonId, person: as.id, roles: 'user', space: 'main' }]);
  });

  it('goes on where the person has left the video, but not behind the end of a shorter file', async () => {
    const { params, video, as, lessonId } = await buildPlayback();
    for (const [position, expected] of [
      [123.5, 123.5],
      [900, 0],
    ] as const) {
      await service.call(contract.reportWatched, { as, params, body: { positionSeconds: position, evidence: [] } });
      const { body } = await start(video.id, { lessonId }, as);
      expect(body.positionSeconds).toBe(expected);
    }
  });

  it('answers 400 to a body that names no lesson by its id', async () => {
    const { video } = await buildPlayable();
    expect((await start(video.id, { lessonId: 'one' })).status).toBe(400);
  });

  it('answers 403 with the reason of courses while the lesson is closed', async () => {
    const { video } = await buildPlayable();
    const lessonId = showInLesson(video.id);
    closeLesson(lessonId);
    const { status, body } = await start(video.id, { lessonId });
    expect(status).toBe(403);
    expect(body).toMatchObject({
      code: 'lesson.locked',
      detail: 'Your enrolment has ended',
      reason: { code: 'enrolment-ended', message: 'Your enrolment has ended' },
    });
  });

  it('answers 404 to a video that the lesson does not show, of no lesson, deleted, of nowhere', async () => {
    const [shown, other, deleted] = await Promise.all([buildPlayable(), buildPlayable(), buildPlayable()]);
    const now = service.clock.now();
    await service.rows((db) => db.update(VideoEntity, { id: deleted.video.id }, { deletedAt: now, purgeAt: now }));
    const lessonId = showInLesson(shown.video.id);
    const nowhere = randomUUID();
    const answers = await Promise.all([
      start(other.video.id, { lessonId }),
      start(shown.video.id, { lessonId: randomUUID() }),
      start(deleted.video.id, { lessonId: showInLesson(deleted.video.id) }),
      start(nowhere, { lessonId: showInLesson(nowhere) }),
      start(nowhere, {}, asStaff()),
    ]);
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(answers.map(() => [404, 'video.not_found']));
  });

  it('lets staff look without a lesson, and nobody else', async () => {
    const { video } = await buildPlayable();
    expect((await start(video.id, {}, asStaff())).status).toBe(201);
    expect((await start(video.id, {})).body.code).toBe('video.not_found');
    expect(courses.questions).toEqual([]);
  });

  it('answers 409 while there is nothing to play', async () => {
    const { video } = await buildPlayable({ video: { currentEncodingId: null, status: 'processing' } });
    const { status, body } = await start(video.id, { lessonId: showInLesson(video.id) });
    expect([status, body.code]).toEqual([409, 'video.not_playable']);
  });

  it('gives three of ten that start at once a place', async () => {
    const { video } = await buildPlayable();
    const lessonId = showInLesson(video.id);
    // Once might be luck.
    for (let time = 0; time < 5; time += 1) {
      const as = asUser();
      const answers = await Promise.all(Array.from({ length: 10 }, () => start(video.id, { lessonId }, as)));
      const statuses = answers.map(({ status }) => status).toSorted((one, other) => one - other);
      expect(statuses).toEqual([201, 201, 201, 409, 409, 409, 409, 409, 409, 409]);
      expect(answers.find(({ status }) => status === 409)?.body.code).toBe('playback.too_many');
    }
    const others = await start(video.id, { lessonId });
    expect(others.status).toBe(201);
  });

  it('ends the oldest for a new one where that is wished', async () => {
    const { video } = await buildPlayable();
    const lessonId = showInLesson(video.id);
    const as = asUser();
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      const { status, body } = await start(video.id, { lessonId, replace: true }, as);
      expect(status).toBe(201);
      ids.push(body.id);
    }
    const { body } = await service.call(contract.listPlaybacks, { as });
    expect(body.items.map(({ id }: { id: string }) => id)).toEqual(ids.slice(2).reverse());
  });

  it('counts none that was silent for 90 seconds, which then waits for a place itself', async () => {
    const { video } = await buildPlayable();
    const lessonId = showInLesson(video.id);
    const as = asUser();
    const startOne = () => start(video.id, { lessonId }, as);
    const [first] = await Promise.all([startOne(), startOne(), startOne()]);
    service.clock.advance(91_000);
    const [second] = await Promise.all([startOne(), startOne(), startOne()]);
    const getKey = () => service.call(contract.getKey, { as, params: { playbackId: first.body.id, stretch: 0 } });
    expect((await getKey()).body.code).toBe('playback.ended');
    await service.call(contract.endPlayback, { as, params: { playbackId: second.body.id } });
    expect((await getKey()).status).toBe(200);
    expect((await startOne()).body.code).toBe('playback.too_many');
  });

  it('answers 503 while courses is away', async () => {
    const { video } = await buildPlayable();
    const lessonId = showInLesson(video.id);
    courses.status = 502;
    const { status, headers } = await start(video.id, { lessonId });
    expect([status, headers['retry-after']]).toEqual([503, '1']);
  });
});

describe('listPlaybacks', () => {
  it('shows what one is watching, by device, and nothing of others', async () => {
    const { as, playback, video } = await buildPlayback();
    await buildPlayback();
    const { body } = await service.call(contract.listPlaybacks, { as });
    expect(body.items).toEqual([
      { id: playback.id, videoId: video.id, title: video.title, device: '', ...moments(playback.startedAt) },
    ]);
  });

  const moments = (startedAt: string) => ({ startedAt, lastSeenAt: startedAt });
});

describe('endPlayback', () => {
  it('ends a playback, a second time as well', async () => {
    const { as, params } = await buildPlayback();
    for (let time = 0; time < 2; time += 1) expect((await service.call(contract.endPlayback, { as, params })).status).toBe(204);
    const manifest = await service.call(contract.getManifest, { as, params });
    expect([manifest.status, manifest.body.code]).toEqual([410, 'playback.ended']);
  });

  it('answers 404 to everybody else', async () => {
    const { as, params } = await buildPlayback();
    const { status, body } = await service.call(contract.endPlayback, { as: asUser(), params });
    expect([status, body.code]).toEqual([404, 'playback.not_found']);
    expect((await service.call(contract.getManifest, { as, params })).status).toBe(200);
  });
});

describe('the purge', () => {
  it('deletes playbacks a week after they expired', async () => {
    const { playback } = await buildPlayback();
    const purge = async () => {
      await purgePlaybacksJob.run({}, service.jobRun());
      return service.rows((db) => db.countBy(PlaybackEntity, { id: playback.id }));
    };
    const untilExpiry = Date.parse(playback.expiresAt) - Date.parse(playback.startedAt);
    service.clock.advance(untilExpiry + 7 * 86_400_000 - 60_000);
    expect(await purge()).toBe(1);
    service.clock.advance(120_000);
    expect(await purge()).toBe(0);
  });
});
