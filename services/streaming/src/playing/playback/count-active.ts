import { type EntityManager, IsNull, MoreThan } from 'typeorm';
import { PlaybackEntity, type PlaybackRow } from './playback.entity.ts';

/** A playback that has asked for nothing for as long takes no place. */
export const activeMs = 90_000;

/** The playbacks of a person are counted one after the other until the transaction ends. */
export async function lockPlaybacks(db: EntityManager, personId: string): Promise<void> {
  await db.query("SELECT pg_advisory_xact_lock(hashtextextended('playbacks ' || current_setting('app.space') || ' ' || $1, 0))", [
    personId,
  ]);
}

/** Those that somebody is watching, the oldest first. */
export function findActive(db: EntityManager, personId: string, now: Date): Promise<PlaybackRow[]> {
  const lastSeenAt = MoreThan(new Date(now.getTime() - activeMs));
  return db.find(PlaybackEntity, {
    where: { personId, endedAt: IsNull(), expiresAt: MoreThan(now), lastSeenAt },
    order: { startedAt: 'ASC', id: 'ASC' },
  });
}
