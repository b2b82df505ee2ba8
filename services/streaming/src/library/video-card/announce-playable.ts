import type { Context } from '@lyceum/common/context';
import { publish } from '@lyceum/common/outbox';
import { videoPlayable } from '@lyceum/contracts/streaming/video';
import type { EntityManager } from 'typeorm';
import { EncodingEntity } from '../../processing/encoding/encoding.entity.ts';
import type { VideoRow } from '../video/video.entity.ts';

/** Seconds of what is played; null while it is not measured, or nothing is played. */
export async function findLength(db: EntityManager, { currentEncodingId: id }: Pick<VideoRow, 'currentEncodingId'>) {
  if (id === null) return null;
  const encoding = await db.findOne(EncodingEntity, { select: { durationSeconds: true }, where: { id } });
  return encoding?.durationSeconds ?? null;
}

/** Says again what can be played, where something can, at the moment of the last change. */
export async function announcePlayable(db: EntityManager, ctx: Context, video: VideoRow): Promise<void> {
  const durationSeconds = await findLength(db, video);
  if (durationSeconds === null) return;
  const occurredAt = video.updatedAt.toISOString();
  await publish(db, ctx, videoPlayable, { videoId: video.id, title: video.title, durationSeconds, occurredAt });
}
