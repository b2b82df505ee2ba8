import { maxRefusedStatements, maxWaitingStatements } from '@lyceum/contracts/courses/record-store';
import type { EntityManager } from 'typeorm';
import { RecordStoreEntity, type RecordStoreRow } from '../record-store/record-store.entity.ts';
import type { StatementRow } from '../record-store/statement.entity.ts';

/** More than can come from one look to the next. */
const droppedAtOnce = 10_000;

const statementBounds: Readonly<Record<StatementRow['status'], number>> = {
  waiting: maxWaitingStatements,
  refused: maxRefusedStatements,
};

/** Gives up the oldest statements beyond the bounds and counts them. */
export async function dropOldest(db: EntityManager, { id }: Pick<RecordStoreRow, 'id'>, bounds = statementBounds): Promise<void> {
  for (const [status, max] of Object.entries(bounds)) {
    const [, dropped] = await db.query<[unknown, number]>(
      `DELETE FROM xapi_statements WHERE id = ANY(ARRAY(
         SELECT id FROM xapi_statements WHERE store_id = $1 AND status = $2
         ORDER BY created_at DESC, id DESC OFFSET $3 LIMIT $4
       ))`,
      [id, status, max, droppedAtOnce],
    );
    if (dropped > 0) await db.increment(RecordStoreEntity, { id }, 'dropped', dropped);
  }
}
