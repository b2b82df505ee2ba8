import type { Context } from '@lyceum/common/context';
import { enqueue } from '@lyceum/common/outbox';
import { processingSteps } from '@lyceum/contracts/streaming/processing';
import type { EntityManager } from 'typeorm';
import { toNextMoment } from '../../library/video/to-next-moment.ts';
import { VideoEntity, type VideoRow } from '../../library/video/video.entity.ts';
import type { MasterKeys } from '../encryption/master-keys.ts';
import { EncodingEntity, type EncodingRow } from './encoding.entity.ts';
import { deleteEncoding, encodeFirst } from './encoding-jobs.ts';

interface StoredSource {
  /** Names the source in the object store (`toSourceKey`), and what is made of it. */
  readonly id: string;
  readonly size: number;
  readonly sha256: string | null;
}

/** Begins to make a video of what was uploaded; the caller holds the lock of the video. What is played meanwhile stays until there is something new to play. */
export async function startEncoding(
  db: EntityManager,
  ctx: Context,
  masterKeys: MasterKeys,
  video: VideoRow,
  { id, size, sha256 }: StoredSource,
): Promise<VideoRow> {
  const encoding: EncodingRow = {
    ...{ id, videoId: video.id, status: 'queued', progress: 0, failureCode: null, failureStep: null },
    steps: processingSteps.map((name) => ({ name, status: 'waiting', startedAt: null, endedAt: null })),
    ...{ sourceBytes: size, storedBytes: size, sha256, masterKey: masterKeys.create(id) },
    ...{ durationSeconds: null, width: null, height: null, frameRate: null, hasAudio: null },
    ...{ poster: 0, storyboard: null, plainFileBytes: null },
    ...{ version: 1, runId: null, seenAt: ctx.now(), createdAt: ctx.now(), playableAt: null, endedAt: null },
  };
  await db.insert(EncodingEntity, encoding);
  const isFirst = video.currentEncodingId === null;
  const change = {
    newestEncodingId: id,
    updatedAt: toNextMoment(ctx, video),
    version: video.version + 1,
    ...(isFirst && { status: 'processing' as const }),
  };
  await db.update(VideoEntity, { id: video.id }, change);
  await enqueue(db, ctx, encodeFirst, { encodingId: id });
  // What was to be played before this one, and never was, is of no use any more.
  const { newestEncodingId: former } = video;
  if (former !== null && former !== video.currentEncodingId) await enqueue(db, ctx, deleteEncoding, { encodingId: former });
  return { ...video, ...change };
}
