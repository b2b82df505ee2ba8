import { defineJob, handle, type JobHandler, type JobRun, type Schedule } from '@lyceum/common/jobs';
import { enqueue } from '@lyceum/common/outbox';
import { In } from 'typeorm';
import { z } from 'zod';
import { decryptStoreSecret } from '../record-store/encrypt-store-secret.ts';
import { RecordStoreEntity, type RecordStoreRow } from '../record-store/record-store.entity.ts';
import { StatementEntity } from '../record-store/statement.entity.ts';
import type { StoreAccess, StoreClient } from '../record-store/store-client.ts';
import { createFailure } from '../record-store/store-failure.ts';
import { type Batch, type Delivered, deliverBatch, type SendStatements } from './deliver-batch.ts';
import { dropOldest } from './drop-oldest.ts';
import { freeStore, takeStore } from './send-lease.ts';

const batchSize = 50;

/** So that other spaces have their turn. */
const maxBatches = 100;

/** When no further request is begun; with the last one it is shorter than the lease. */
const sendingMs = 60_000;

const startSending = defineJob('courses.start-sending', z.object({}), { attempts: 3, backoffMs: 2_000 });

export const sendStatements = defineJob('courses.send-statements', z.object({}), {
  ...{ attempts: 1, backoffMs: 1_000 },
  // A slow store takes no place of other jobs, and few spaces wait for it.
  places: { perProcess: 5, perPerson: 1 },
});

export const sendingSchedule: Schedule = { job: startSending, everySeconds: 10 };

/** Has statements sent in each space where some wait. */
export const startSendingJob = handle(startSending, async (_payload, run) => {
  await run.inEachSpace(RecordStoreEntity, async ({ ctx, transact }) => {
    await transact(async (db) => {
      const [store] = await db.find(RecordStoreEntity, { where: { enabled: true }, take: 1 });
      if (!store || (store.sendingUntil && store.sendingUntil > ctx.now())) return;
      const isDue = await db.existsBy(StatementEntity, { storeId: store.id, status: 'waiting' });
      if (isDue) await enqueue(db, ctx, sendStatements, {});
    });
  });
});

/** Sends what waits in a space, the oldest first; whoever does so has the store for itself. `secret` is KEY_ENCRYPTION_SECRET. */
export function handleSendStatements(client: StoreClient, secret: string): JobHandler {
  return handle(sendStatements, async (_payload, run) => {
    const { ctx, transact } = run;
    const store = await transact((db) => takeStore(db, ctx.now()));
    if (!store) return;
    try {
      await sendAll(run, store, toSend(client, store, secret, run.signal));
    } finally {
      await transact((db) => freeStore(db, store));
    }
  });
}

function toSend(
  client: StoreClient,
  { id, endpoint, username, secret: stored }: RecordStoreRow,
  secret: string,
  signal: AbortSignal,
): SendStatements {
  const storeSecret = decryptStoreSecret(stored, id, secret);
  if (storeSecret === null) return async () => ({ ok: false, failure: createFailure('secret') });
  const access: StoreAccess = { endpoint, username, secret: storeSecret };
  const time = AbortSignal.timeout(sendingMs);
  return async (statements) =>
    time.aborted ? null : client.ask(access, { method: 'POST', path: '/statements', body: JSON.stringify(statements), signal });
}

async function sendAll(run: JobRun, store: RecordStoreRow, send: SendStatements): Promise<void> {
  for (let count = 0; count < maxBatches; count += 1) {
    run.signal.throwIfAborted();
    const batch = await run.read((db) =>
      db.find(StatementEntity, {
        where: { storeId: store.id, status: 'waiting' },
        order: { createdAt: 'ASC', id: 'ASC' },
        take: batchSize,
      }),
    );
    const delivered = batch.length > 0 ? await deliverBatch(send, batch) : null;
    if (delivered) await note(run, store, delivered);
    if (!delivered || batch.length < batchSize || isStopped(batch, delivered)) break;
  }
  await run.transact((db) => dropOldest(db, store));
}

function isStopped(batch: Batch, { taken, refused }: Delivered): boolean {
  return taken.length + refused.length < batch.length;
}

/** What was taken goes; a process that is killed before sends it once more under the same ids. */
async function note({ ctx, transact }: JobRun, { id }: RecordStoreRow, { taken, refused, failure }: Delivered): Promise<void> {
  await transact(async (db) => {
    if (taken.length > 0) await db.delete(StatementEntity, { id: In(taken) });
    for (const { id: rowId, reason } of refused) await db.update(StatementEntity, { id: rowId }, { status: 'refused', reason });
    await db.update(RecordStoreEntity, { id }, { lastFailure: failure, ...(taken.length > 0 && { lastSentAt: ctx.now() }) });
  });
}
