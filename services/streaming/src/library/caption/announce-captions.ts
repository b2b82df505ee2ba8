import type { Context } from '@lyceum/common/context';
import { publish } from '@lyceum/common/outbox';
import { captionsChanged } from '@lyceum/contracts/streaming/caption-cues';
import type { EntityManager } from 'typeorm';
import { CaptionEntity } from './caption.entity.ts';

/** Tells that what a video says is another text now. */
export async function announceCaptions(db: EntityManager, ctx: Context, videoId: string): Promise<void> {
  await publish(db, ctx, captionsChanged, { videoId, occurredAt: ctx.now().toISOString() });
}

/** The same of a video that goes or comes back: its captions do so with it. */
export async function announceAnyCaptions(db: EntityManager, ctx: Context, videoId: string): Promise<void> {
  if (await db.existsBy(CaptionEntity, { videoId })) await announceCaptions(db, ctx, videoId);
}
