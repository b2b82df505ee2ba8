import type { Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import { fail } from '@lyceum/common/errors';
import { requireVersion } from '@lyceum/common/http';
import { type putRecordStore, recordStoreAddressRefused, recordStoreSecretNeeded } from '@lyceum/contracts/courses/record-store';
import { type AddressFault, addressFault } from '@lyceum/llm/addresses/address-fault';
import type { ProviderHosts } from '@lyceum/llm/addresses/provider-hosts';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { toPageUrl } from '../../certifying/badge/public-addresses.ts';
import { encryptStoreSecret } from './encrypt-store-secret.ts';
import { RecordStoreEntity, type RecordStoreRow } from './record-store.entity.ts';

type Settings = z.output<typeof putRecordStore.body>;

export interface Installation {
  readonly publicUrl: string;
  /** KEY_ENCRYPTION_SECRET. */
  readonly secret: string;
  /** Where record stores may be. */
  readonly hosts: ProviderHosts;
}

const explanations: Readonly<Record<AddressFault, { en: string; ru: string }>> = {
  form: {
    en: 'An address has a scheme, a host, a port and a path, and nothing else: no user, no query, no fragment, no dot segments.',
    ru: 'В адресе могут быть только схема, хост, порт и путь: без имени пользователя, параметров, фрагмента и сегментов из точек.',
  },
  network: {
    en: 'The address is not on the internet, and the operator of this installation has not allowed it.',
    ru: 'Этот адрес не в интернете, и администратор сервера его не разрешил.',
  },
};

/**
 * Sets the store of the space. Fails with `record_store.address_refused`, and with `record_store.secret_needed` where the secret would be
 * sent elsewhere than to whom it was entered for.
 */
export async function saveRecordStore(
  db: EntityManager,
  ctx: Context,
  { publicUrl, secret, hosts }: Installation,
  { body, ifMatch }: { body: Settings; ifMatch: readonly number[] | undefined },
): Promise<RecordStoreRow> {
  // Of two that set the first one at once, the second waits here.
  await db.query("SELECT pg_advisory_xact_lock(hashtextextended('record store ' || current_setting('app.space'), 0))");
  const [known] = await db.find(RecordStoreEntity, { take: 1, lock: { mode: 'pessimistic_write' } });
  requireVersion(known?.version ?? 0, ifMatch);
  const fault = addressFault(body.endpoint, hosts);
  if (fault) {
    const message = explanations[fault];
    throw fail(recordStoreAddressRefused, { detail: message, errors: [{ pointer: '/body/endpoint', message }] });
  }
  const { secret: given, ...settings } = body;
  const id = known?.id ?? newId();
  const entered = given === undefined ? undefined : encryptStoreSecret(given, id, secret);
  const kept = known && new URL(known.endpoint).origin === new URL(body.endpoint).origin ? known.secret : undefined;
  const stored = entered ?? kept;
  if (stored === undefined) throw fail(recordStoreSecretNeeded);
  const row: RecordStoreRow = {
    ...settings,
    ...{ id, secret: stored, dropped: 0, lastFailure: null, version: (known?.version ?? 0) + 1 },
    platformUrl: known?.platformUrl ?? toPageUrl({ publicUrl, space: ctx.space }, ''),
    lastSentAt: known?.lastSentAt ?? null,
    sendingUntil: known?.sendingUntil ?? null,
  };
  await db.save(RecordStoreEntity, row);
  return row;
}
