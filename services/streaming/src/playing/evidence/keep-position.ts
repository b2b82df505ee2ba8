import type { Context } from '@lyceum/common/context';
import type { EntityManager } from 'typeorm';
import type { PlaybackRow } from '../playback/playback.entity.ts';

/** Keeps where the person is, unless something newer is known. */
export async function keepPosition(
  db: EntityManager,
  ctx: Pick<Context, 'now'>,
  { personId, videoId }: Pick<PlaybackRow, 'personId' | 'videoId'>,
  seconds: number,
): Promise<void> {
  await db.query(
    `INSERT INTO watch_positions (person_id, video_id, seconds, updated_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (space_id, person_id, video_id) DO UPDATE SET seconds = excluded.seconds, updated_at = excluded.updated_at
     WHERE watch_positions.updated_at <= excluded.updated_at`,
    [personId, videoId, seconds, ctx.now()],
  );
}
