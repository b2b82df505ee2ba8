import type { Context } from '@lyceum/common/context';
import type { EntityManager } from 'typeorm';
import { toNextMoment } from '../../library/video/to-next-moment.ts';
import { VideoEntity, type VideoRow } from '../../library/video/video.entity.ts';

/** An encoding of which every step is done. */
export const toEnded = (ctx: Context) => ({ status: 'done' as const, progress: 100, endedAt: ctx.now() });

/** A video is ready with what is played of it; the caller holds its lock. */
export async function noteReady(db: EntityManager, ctx: Context, video: VideoRow, encodingId: string): Promise<void> {
  if (video.currentEncodingId !== encodingId) return;
  await db.update(
    VideoEntity,
    { id: video.id },
    { status: 'ready', updatedAt: toNextMoment(ctx, video), version: video.version + 1 },
  );
}
