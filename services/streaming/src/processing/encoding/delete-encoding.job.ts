import { handle, type JobHandler } from '@lyceum/common/jobs';
import type { Storage } from '@lyceum/common/storage';
import type { EntityManager } from 'typeorm';
import { VideoEntity } from '../../library/video/video.entity.ts';
import { toEncodingPrefix, toSourceKey } from '../../objects/object-keys.ts';
import { EncodingEntity } from './encoding.entity.ts';
import { deleteEncoding } from './encoding-jobs.ts';

/** Deletes what another file has taken the place of: first its rows, then its objects. */
export function handleDeleteEncoding({ storage }: { storage: Storage }): JobHandler {
  return handle(deleteEncoding, async ({ encodingId }, { ctx, transact }) => {
    if (!(await transact((db) => deleteRows(db, encodingId)))) return;
    await storage.deleteAll(toEncodingPrefix(ctx.space, encodingId));
    await storage.delete(toSourceKey(ctx.space, encodingId));
  });
}

/** False while a video needs it. */
async function deleteRows(db: EntityManager, id: string): Promise<boolean> {
  const encoding = await db.findOneBy(EncodingEntity, { id });
  if (!encoding) return true;
  const video = await db.findOne(VideoEntity, { where: { id: encoding.videoId }, lock: { mode: 'pessimistic_write' } });
  if (video?.currentEncodingId === id || video?.newestEncodingId === id) return false;
  await db.delete(EncodingEntity, { id });
  return true;
}
