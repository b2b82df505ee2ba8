import { newId } from '@lyceum/common/database';
import { asStaff, type TestActor } from '@lyceum/testing/actors';
import { VideoEntity, type VideoRow } from '../src/library/video/video.entity.ts';
import { EncodingEntity, type EncodingRow } from '../src/processing/encoding/encoding.entity.ts';
import { service } from './streaming-service.ts';

/** A video of the library that waits for its file. */
export async function buildVideo(owner: TestActor = asStaff(), overrides: Partial<VideoRow> = {}): Promise<VideoRow> {
  const now = service.clock.now();
  const video: VideoRow = {
    ...{
      id: newId(),
      ownerId: owner.id,
      title: 'Законы Ньютона',
      description: '',
      folderId: null,
      chapters: [],
      offersFile: false,
    },
    ...{ posterSecond: null, status: 'waiting', currentEncodingId: null, newestEncodingId: null },
    ...{ createdAt: now, updatedAt: now, deletedAt: null, purgeAt: null, version: 1 },
    ...overrides,
  };
  await service.rows((db) => db.insert(VideoEntity, video), owner.space);
  return video;
}

/** What is being made of a file of the video, as far as `overrides` say. */
export async function buildEncoding(videoId: string, overrides: Partial<EncodingRow> = {}, space = 'main'): Promise<EncodingRow> {
  const encoding: EncodingRow = {
    ...{ id: newId(), videoId, status: 'done', progress: 100, failureCode: null, failureStep: null, steps: [] },
    ...{ sourceBytes: 600, storedBytes: 1_000, sha256: null, masterKey: 'none' },
    ...{ durationSeconds: 60, width: 1280, height: 720, frameRate: 30, hasAudio: true },
    ...{ poster: 1, storyboard: null, plainFileBytes: null, version: 1, runId: null, seenAt: service.clock.now() },
    ...{ createdAt: service.clock.now(), playableAt: service.clock.now(), endedAt: service.clock.now() },
    ...overrides,
  };
  await service.rows((db) => db.insert(EncodingEntity, encoding), space);
  return encoding;
}

/** A video that is made in all its qualities. */
export async function buildReadyVideo(
  owner: TestActor = asStaff(),
  overrides: Partial<VideoRow> = {},
  made: Partial<EncodingRow> = {},
): Promise<VideoRow & { currentEncodingId: string }> {
  const video = await buildVideo(owner, { status: 'ready', ...overrides });
  const { id } = await buildEncoding(video.id, made, owner.space);
  const change = { currentEncodingId: id, newestEncodingId: id };
  await service.rows((db) => db.update(VideoEntity, { id: video.id }, change), owner.space);
  return { ...video, ...change };
}
