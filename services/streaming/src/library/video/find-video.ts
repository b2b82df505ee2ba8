import type { Actor } from '@lyceum/common/context';
import { fail, found } from '@lyceum/common/errors';
import { videos } from '@lyceum/contracts/streaming/video';
import { videoNotFound, videoNotYours } from '@lyceum/contracts/streaming/video-problems';
import { type EntityManager, IsNull, Not } from 'typeorm';
import { VideoEntity, type VideoRow } from './video.entity.ts';

interface Purpose {
  readonly to: 'read' | 'update';
  /** Keeps others from changing it until the transaction ends. */
  readonly lock?: boolean;
  /** One that was deleted and can be restored. */
  readonly deleted?: boolean;
}

/**
 * A video of the library, if the person may do this with it. Fails with `video.not_found`, and with `video.not_yours` where only the owner
 * or an administrator may.
 */
export async function findVideo(
  db: EntityManager,
  actor: Pick<Actor, 'id' | 'can'>,
  id: string,
  { to, lock = false, deleted = false }: Purpose,
): Promise<VideoRow> {
  const row = await db.findOne(VideoEntity, {
    where: { id, deletedAt: deleted ? Not(IsNull()) : IsNull() },
    ...(lock && { lock: { mode: 'pessimistic_write' } }),
  });
  const video = found(row, videoNotFound);
  if (to === 'update' && video.ownerId !== actor.id && !actor.can(videos.manageAny)) throw fail(videoNotYours);
  return video;
}
