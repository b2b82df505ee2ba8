import { belongsTo, spaceColumn } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';
import type { Statement } from '../statement/statement.ts';
import { RecordStoreEntity } from './record-store.entity.ts';
import type { StoreFailure } from './store-failure.ts';

/** A statement that the store does not have yet: what it has taken is deleted. */
export interface StatementRow {
  id: string;
  storeId: string;
  /** Id of the statement, by which a fact that is told again makes no second one. */
  statementId: string;
  statement: Statement;
  status: 'waiting' | 'refused';
  /** Why it was refused; null while it waits. */
  reason: StoreFailure | null;
  createdAt: Date;
}

export const StatementEntity = new EntitySchema<StatementRow>({
  name: 'statement',
  tableName: 'xapi_statements',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    storeId: belongsTo(RecordStoreEntity, 'xapi_statements_store'),
    statementId: { type: 'uuid' },
    statement: { type: 'jsonb' },
    status: { type: 'text' },
    reason: { type: 'jsonb', nullable: true },
    createdAt: { type: 'timestamptz' },
  },
  checks: [
    { name: 'xapi_statements_status', expression: "status IN ('waiting', 'refused')" },
    { name: 'xapi_statements_refused', expression: "(status = 'refused') = (reason IS NOT NULL)" },
  ],
  uniques: [{ name: 'xapi_statements_once', columns: ['spaceId', 'statementId'] }],
  // The policy asks for the space: with it the index alone answers how many there are.
  indices: [{ name: 'xapi_statements_of_store', columns: ['storeId', 'status', 'createdAt', 'id', 'spaceId'] }],
});
