import type { Context } from '@lyceum/common/context';
import { found } from '@lyceum/common/errors';
import type { Storage } from '@lyceum/common/storage';
import { uploadNotFound } from '@lyceum/contracts/streaming/media-upload';
import type { video as contract } from '@lyceum/contracts/streaming/video';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { CaptionEntity } from '../../library/caption/caption.entity.ts';
import { VideoUsageEntity } from '../../library/usage/video-usage.entity.ts';
import { VideoEntity } from '../../library/video/video.entity.ts';
import { toPosterKey } from '../../objects/object-keys.ts';
import { EncodingEntity, type EncodingRow } from '../../processing/encoding/encoding.entity.ts';

const posterSeconds = 3600;

/** The card of a video whose file has just come. */
export async function presentUploadedVideo(
  db: EntityManager,
  ctx: Context,
  storage: Storage,
  id: string,
): Promise<z.input<typeof contract>> {
  const video = found(await db.findOneBy(VideoEntity, { id }), uploadNotFound);
  const encodings = await db.findBy(EncodingEntity, { videoId: id });
  const newest = encodings.find((encoding) => encoding.id === video.newestEncodingId);
  const shown = encodings.find((encoding) => encoding.id === video.currentEncodingId) ?? newest;
  const captions = await db.find(CaptionEntity, { where: { videoId: id }, order: { language: 'ASC' } });
  return {
    ...video,
    durationSeconds: shown?.durationSeconds ?? null,
    width: shown?.width ?? null,
    height: shown?.height ?? null,
    storedBytes: encodings.reduce((sum, { storedBytes }) => sum + storedBytes, 0),
    posterUrl: shown?.poster ? storage.presignShow(toPosterKey(ctx.space, shown.id, shown.poster), posterSeconds) : null,
    lessons: await db.countBy(VideoUsageEntity, { videoId: id }),
    captions: captions.map((caption) => ({ ...caption, cues: caption.cues.length })),
    processing: newest ? presentProcessing(newest) : null,
  };
}

function presentProcessing({ id: encodingId, status, progress, steps, failureCode, failureStep }: EncodingRow) {
  const failure = failureCode && failureStep && { code: failureCode, message: failureCode, step: failureStep };
  const toDate = (moment: string | null) => moment && new Date(moment);
  const shown = steps.map(({ name, status, startedAt, endedAt }) => ({
    ...{ name, status, startedAt: toDate(startedAt), endedAt: toDate(endedAt) },
  }));
  return { encodingId, status, progress, steps: shown, failure };
}
