import { found } from '@lyceum/common/errors';
import { type RecordStore, recordStoreNotFound } from '@lyceum/contracts/courses/record-store';
import type { Locale } from '@lyceum/contracts/shared/fields';
import type { Texts } from '@lyceum/contracts/shared/texts';
import type { EntityManager } from 'typeorm';
import { RecordStoreEntity, type RecordStoreRow } from './record-store.entity.ts';
import { StatementEntity } from './statement.entity.ts';
import { presentFailure } from './store-failure.ts';

/** The store of the space. Fails with `record_store.not_found`. */
export async function findRecordStore(db: EntityManager, { lock = false }: { lock?: boolean } = {}): Promise<RecordStoreRow> {
  const [row] = await db.find(RecordStoreEntity, { take: 1, ...(lock && { lock: { mode: 'pessimistic_write' } }) });
  return found(row, recordStoreNotFound);
}

export async function presentRecordStore(db: EntityManager, row: RecordStoreRow, locale: Locale): Promise<RecordStore> {
  const { id: storeId, endpoint, username, enabled, naming, dropped, lastSentAt, version } = row;
  return {
    ...{ endpoint, username, enabled, naming, dropped, version },
    waiting: await db.countBy(StatementEntity, { storeId, status: 'waiting' }),
    refused: await db.countBy(StatementEntity, { storeId, status: 'refused' }),
    lastSentAt: lastSentAt?.toISOString() ?? null,
    lastError: presentError(row, locale),
  };
}

function presentError({ lastFailure, dropped }: RecordStoreRow, locale: Locale): string | null {
  const parts = [
    ...(lastFailure ? [presentFailure(lastFailure, locale)] : []),
    ...(dropped > 0 ? [`${overflow[locale]} ${dropped}.`] : []),
  ];
  return parts.length > 0 ? parts.join(' ') : null;
}

const overflow: Texts = {
  en: 'Too many statements waited; of the oldest were given up:',
  ru: 'Накопилось слишком много записей; отброшено самых старых:',
};
