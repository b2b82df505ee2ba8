import { handle } from '@lyceum/common/jobs';
import type { EntityManager } from 'typeorm';
import { VideoEntity } from '../../library/video/video.entity.ts';
import { deleteObjects } from '../../objects/delete-objects.job.ts';
import { toEncodingPrefix, toSourceKey } from '../../objects/object-keys.ts';
import { EncodingEntity } from './encoding.entity.ts';
import { deleteEncoding } from './encoding-jobs.ts';

/** Deletes what another file has taken the place of: its rows, and after them its objects, which a run that has not yet seen it may still add to. */
export const deleteEncodingJob = handle(deleteEncoding, async ({ encodingId }, { ctx, transact }) => {
  await transact(async (db) => {
    if (!(await deleteRows(db, encodingId))) return;
    await deleteObjects(db, ctx, { prefixes: [toEncodingPrefix(ctx.space, encodingId), toSourceKey(ctx.space, encodingId)] });
  });
});

/** False while a video needs it. */
async function deleteRows(db: EntityManager, id: string): Promise<boolean> {
  const encoding = await db.findOneBy(EncodingEntity, { id });
  if (!encoding) return true;
  const video = await db.findOne(VideoEntity, { where: { id: encoding.videoId }, lock: { mode: 'pessimistic_write' } });
  if (video?.currentEncodingId === id || video?.newestEncodingId === id) return false;
  await db.delete(EncodingEntity, { id });
  return true;
}
