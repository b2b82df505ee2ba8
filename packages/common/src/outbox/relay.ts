import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import type { EntityManager } from 'typeorm';
import type { Database } from '../database.ts';
import type { Logger } from '../log.ts';

const batchSize = 500;
const pollMs = 1000;

export interface OutboxRow {
  readonly id: string;
  readonly name: string;
  readonly payload: unknown;
  readonly space: string;
  readonly requestId: string;
}

/**
 * Hands the oldest due rows to `send` and deletes them once it resolved; a crash in between sends them again. Rows another
 * replica holds are skipped. Returns how many went.
 */
export function relayOnce(
  database: Database,
  kind: 'event' | 'job',
  now: Date,
  send: (rows: readonly OutboxRow[]) => Promise<void>,
): Promise<number> {
  return database.system(async (db: EntityManager) => {
    const rows = await db.query<OutboxRow[]>(
      `SELECT id, name, payload, space_id AS space, request_id AS "requestId" FROM outbox
       WHERE kind = $1 AND available_at <= $2 ORDER BY available_at, id LIMIT ${batchSize} FOR UPDATE SKIP LOCKED`,
      [kind, now],
    );
    if (rows.length === 0) return 0;
    await send(rows);
    await db.query('DELETE FROM outbox WHERE id = ANY($1)', [rows.map((row) => row.id)]);
    return rows.length;
  });
}

/** Calls back when any transaction wrote to the outbox of `schema`. Its connection comes back by itself; polling covers the gap. */
export function listenForOutbox(url: string, schema: string, log: Logger, wake: () => void): { stop(): Promise<void> } {
  const stopping = new AbortController();
  let client: Client | undefined;

  async function listenOnce(): Promise<void> {
    const current = new Client({ connectionString: url, keepAlive: true, application_name: `lyceum ${schema} relay` });
    client = current;
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    current.on('notification', wake);
    current.on('error', (error) => log.warn({ err: error }, 'outbox listener'));
    current.on('end', () => resolve());
    await current.connect();
    await current.query(`LISTEN "outbox_${schema}"`);
    wake();
    await ended;
  }

  const running = (async () => {
    while (!stopping.signal.aborted) {
      await listenOnce().catch((error: unknown) => log.warn({ err: error }, 'outbox listener'));
      await delay(500, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();

  return {
    async stop() {
      stopping.abort();
      await client?.end().catch(() => undefined);
      await running;
    },
  };
}

/** Relays one kind of rows for as long as the process lives. */
export function startRelay(options: {
  kind: 'event' | 'job';
  database: Database;
  now: () => Date;
  send: (rows: readonly OutboxRow[]) => Promise<void>;
  log: Logger;
}): { wake(): void; stop(): Promise<void> } {
  const stopping = new AbortController();
  let woken = Promise.withResolvers<void>();

  async function rest(): Promise<void> {
    const pause = new AbortController();
    const signal = AbortSignal.any([pause.signal, stopping.signal]);
    await Promise.race([woken.promise, delay(pollMs, undefined, { signal }).catch(() => undefined)]);
    pause.abort();
  }

  const running = (async () => {
    while (!stopping.signal.aborted) {
      woken = Promise.withResolvers<void>();
      try {
        const sent = await relayOnce(options.database, options.kind, options.now(), options.send);
        if (sent === 0) await rest();
      } catch (error) {
        options.log.warn({ err: error, kind: options.kind }, 'outbox relay failed, trying again');
        await delay(500, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
  })();

  return {
    wake: () => woken.resolve(),
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
