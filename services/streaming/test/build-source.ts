import { randomUUID } from 'node:crypto';
import { newId } from '@lyceum/common/database';
import { putObject } from '@lyceum/testing/object-store';
import type { TestService } from '@lyceum/testing/service';
import { VideoEntity, type VideoRow } from '../src/library/video/video.entity.ts';
import { toSourceKey } from '../src/objects/object-keys.ts';
import { startEncoding } from '../src/processing/encoding/start-encoding.ts';
import { masterKeys } from './streaming-service.ts';

/** A video of the library, without a file. */
export async function buildVideo(service: TestService, overrides: Partial<VideoRow> = {}): Promise<VideoRow> {
  const now = service.clock.now();
  const video: VideoRow = {
    ...{ id: newId(), ownerId: randomUUID(), title: 'Законы Ньютона', description: '', folderId: null, chapters: [] },
    ...{ offersFile: true, posterSecond: null, status: 'waiting', currentEncodingId: null, newestEncodingId: null },
    ...{ createdAt: now, updatedAt: now, deletedAt: null, purgeAt: null, version: 1 },
    ...overrides,
  };
  await service.rows((db) => db.insert(VideoEntity, video));
  return video;
}

/** A file of a video that lies in the store and waits for its turn. */
export async function buildSource(
  service: TestService,
  bytes: Uint8Array,
  { video, sha256 = null, size = bytes.length }: { video?: VideoRow; sha256?: string | null; size?: number } = {},
): Promise<{ id: string; videoId: string }> {
  const id = newId();
  const of = video ?? (await buildVideo(service));
  await putObject(toSourceKey('main', id), bytes, 'video/mp4');
  await service.rows(async (db) => {
    const current = await db.findOneByOrFail(VideoEntity, { id: of.id });
    await startEncoding(db, service.context(), masterKeys, current, { id, size, sha256 });
  });
  return { id, videoId: of.id };
}
