import { fail, found } from '@lyceum/common/errors';
import { uploadEnded, uploadNotFound } from '@lyceum/contracts/streaming/media-upload';
import { type EntityManager, IsNull } from 'typeorm';
import { VideoEntity } from '../../library/video/video.entity.ts';
import { UploadEntity, type UploadRow } from './upload.entity.ts';

/** An upload of the person. Fails with `upload.not_found`. */
export async function findUpload(db: EntityManager, personId: string, id: string): Promise<UploadRow> {
  return found(await db.findOneBy(UploadEntity, { id, personId }), uploadNotFound);
}

/**
 * The same for whoever sends bytes. Fails with `upload.ended` when it is completed, and with `upload.not_found` when its video was
 * deleted: it expires before that is purged.
 */
export async function findOpenUpload(db: EntityManager, personId: string, id: string): Promise<UploadRow> {
  const upload = await findUpload(db, personId, id);
  if (upload.status === 'completed') throw fail(uploadEnded);
  if (!(await db.existsBy(VideoEntity, { id: upload.videoId, deletedAt: IsNull() }))) throw fail(uploadNotFound);
  return upload;
}

/** The upload for whoever ends it, after the video in the order of locks; null when it has gone in the meantime. */
export async function lockUpload(db: EntityManager, { id, videoId }: Pick<UploadRow, 'id' | 'videoId'>) {
  const lock = { mode: 'pessimistic_write' } as const;
  const video = await db.findOne(VideoEntity, { where: { id: videoId }, lock });
  const upload = await db.findOne(UploadEntity, { where: { id }, lock });
  return video && upload && { video, upload };
}
