import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { RecordStoreEntity, type RecordStoreRow } from '../record-store/record-store.entity.ts';

/** Longer than a job sends; after a crash statements wait so long. */
const leaseMs = 120_000;

const claimed = z.tuple([z.array(z.object({ id: z.uuid() })), z.int()]);

/** The store of the space with the right to send to it, when it is enabled and nobody else has that right. */
export async function takeStore(db: EntityManager, now: Date): Promise<RecordStoreRow | null> {
  const sendingUntil = new Date(now.getTime() + leaseMs);
  const [[row]] = claimed.parse(
    await db.query(
      `UPDATE record_stores SET sending_until = $1 WHERE enabled AND (sending_until IS NULL OR sending_until <= $2)
       RETURNING id`,
      [sendingUntil, now],
    ),
  );
  return row ? db.findOneByOrFail(RecordStoreEntity, { id: row.id }) : null;
}

/** Gives the right back, unless it has passed to somebody else. */
export async function freeStore(db: EntityManager, { id, sendingUntil }: RecordStoreRow): Promise<void> {
  await db.query('UPDATE record_stores SET sending_until = NULL WHERE id = $1 AND sending_until = $2', [id, sendingUntil]);
}
