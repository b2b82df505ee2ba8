import type { Actor, Context } from '@lyceum/common/context';
import { fail, found } from '@lyceum/common/errors';
import { uploadEnded, uploadNotFound } from '@lyceum/contracts/streaming/media-upload';
import type { EntityManager } from 'typeorm';
import { CaptionEntity } from '../../library/caption/caption.entity.ts';
import { VideoUsageEntity } from '../../library/usage/video-usage.entity.ts';
import { VideoEntity } from '../../library/video/video.entity.ts';
import { clearUpload } from '../clearing/clear-upload.job.ts';
import { findUpload, lockUpload } from './find-upload.ts';
import { UploadEntity, type UploadRow } from './upload.entity.ts';

/** Gives an upload of the person up. Fails with `upload.not_found`, and with `upload.ended` when it is completed. */
export async function cancelUpload(db: EntityManager, ctx: Context, actor: Actor, id: string): Promise<void> {
  const { upload } = found(await lockUpload(db, await findUpload(db, actor.id, id)), uploadNotFound);
  if (upload.status === 'completed') throw fail(uploadEnded);
  await giveUpUpload(db, ctx, upload);
}

/** Deletes an unfinished upload whose video is locked, with the video if nothing else came of it; the store follows. */
export async function giveUpUpload(db: EntityManager, ctx: Context, { id, videoId, makesVideo }: UploadRow): Promise<void> {
  await db.delete(UploadEntity, { id });
  await clearUpload(db, ctx, id, { keepsSource: false });
  if (makesVideo) await deleteIfUnused(db, videoId);
}

/** A video that waits for its file, and that nobody has begun to use. */
async function deleteIfUnused(db: EntityManager, videoId: string): Promise<void> {
  const { affected } = await db.update(UploadEntity, { videoId, status: 'open' }, { makesVideo: true });
  const uses = [CaptionEntity, VideoUsageEntity].map((entity) => db.existsBy(entity, { videoId }));
  if (affected || (await Promise.all(uses)).includes(true)) return;
  await db.delete(VideoEntity, { id: videoId, status: 'waiting' });
}
