import { spaceColumn } from '@lyceum/common/database';
import type { RecordStore } from '@lyceum/contracts/courses/record-store';
import { EntitySchema } from 'typeorm';
import type { StoreFailure } from './store-failure.ts';

export interface RecordStoreRow
  extends Pick<RecordStore, 'endpoint' | 'username' | 'naming' | 'enabled' | 'dropped' | 'version'> {
  id: string;
  /** Encrypted, see `encrypt-store-secret.ts`. */
  secret: string;
  /** Address of the space when the store was set: ids of activities begin with it, and stay when the platform moves. */
  platformUrl: string;
  lastSentAt: Date | null;
  lastFailure: StoreFailure | null;
  /** Until when whoever sends has the statements for itself. */
  sendingUntil: Date | null;
}

/** One row a space. */
export const RecordStoreEntity = new EntitySchema<RecordStoreRow>({
  name: 'record_store',
  tableName: 'record_stores',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    endpoint: { type: 'text' },
    username: { type: 'text' },
    secret: { type: 'text' },
    naming: { type: 'text' },
    enabled: { type: 'boolean' },
    platformUrl: { type: 'text' },
    dropped: { type: 'integer' },
    lastSentAt: { type: 'timestamptz', nullable: true },
    lastFailure: { type: 'jsonb', nullable: true },
    sendingUntil: { type: 'timestamptz', nullable: true },
    version: { type: 'integer' },
  },
  checks: [{ name: 'record_stores_naming', expression: "naming IN ('account', 'mbox')" }],
  uniques: [{ name: 'record_stores_one', columns: ['spaceId'] }],
});
