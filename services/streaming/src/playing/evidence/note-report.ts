import type { Context } from '@lyceum/common/context';
import { type EntityManager, IsNull } from 'typeorm';
import { activeMs } from '../playback/count-active.ts';
import { PlaybackEntity, type PlaybackRow } from '../playback/playback.entity.ts';
import { keepPosition } from './keep-position.ts';

/**
 * Keeps the position, and the place among the playbacks of the person, while the playback goes on. What comes later, such as after hours
 * without a network, moves neither: something newer may be played by now. A report takes no place that was given up.
 */
export async function noteReport(
  db: EntityManager,
  ctx: Pick<Context, 'now'>,
  playback: PlaybackRow,
  positionSeconds: number,
): Promise<void> {
  const now = ctx.now();
  if (playback.endedAt !== null || playback.expiresAt <= now) return;
  await keepPosition(db, ctx, playback, positionSeconds);
  const silentMs = now.getTime() - playback.lastSeenAt.getTime();
  if (silentMs > 0 && silentMs < activeMs)
    await db.update(PlaybackEntity, { id: playback.id, endedAt: IsNull() }, { lastSeenAt: now });
}
