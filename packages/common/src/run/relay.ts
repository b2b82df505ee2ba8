import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '../database.ts';
import type { Logger } from '../log.ts';
import type { MessageKind } from '../outbox/written.ts';

const batchSize = 500;

/** How long messages may wait that nobody told of: those of a process that was killed, and those for later. */
const pollMs = 1000;

/** Between two looks while messages come: what gathers meanwhile shares the cost of the next. */
const gatherMs = 5;

export interface OutboxRow {
  readonly id: string;
  readonly name: string;
  readonly payload: unknown;
  readonly space: string;
  /** Id of the account whose request wrote it. */
  readonly person: string | null;
  readonly requestId: string;
  /** The one service it is for. */
  readonly recipient: string | null;
}

/**
 * Hands the oldest due rows to `send` and deletes them once it resolved; a crash in between sends them again. Rows another
 * replica holds are skipped. Returns how many went.
 */
function relayOnce(
  database: Database,
  kind: MessageKind,
  now: Date,
  send: (rows: readonly OutboxRow[]) => Promise<void>,
): Promise<number> {
  return database.system(async (db) => {
    const rows = await db.query<OutboxRow[]>(
      `SELECT id, name, payload, space_id AS space, person_id AS person, request_id AS "requestId", recipient FROM outbox
       WHERE kind = $1 AND available_at <= $2 ORDER BY available_at, id LIMIT ${batchSize} FOR UPDATE SKIP LOCKED`,
      [kind, now],
    );
    if (rows.length === 0) return 0;
    await send(rows);
    await db.query('DELETE FROM outbox WHERE id = ANY($1)', [rows.map((row) => row.id)]);
    return rows.length;
  });
}

/** Relays one kind of rows for as long as the process lives. */
export function startRelay(options: {
  kind: MessageKind;
  database: Database;
  now: () => Date;
  send: (rows: readonly OutboxRow[]) => Promise<void>;
  log: Logger;
}): { stop(): Promise<void> } {
  const { kind, database, log } = options;
  const stopping = new AbortController();
  const pause = createPause();
  database.onOutboxWrite(kind, pause.end);

  const running = (async () => {
    while (!stopping.signal.aborted) {
      try {
        const sent = await relayOnce(database, kind, options.now(), options.send);
        if (sent === batchSize) continue;
        if (sent > 0) await delay(gatherMs);
        await pause.take(pollMs);
      } catch (error) {
        log.warn({ err: error, kind }, 'outbox relay failed, trying again');
        await delay(500, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
  })();

  return {
    async stop() {
      stopping.abort();
      pause.end();
      await running;
    },
  };
}

/** A pause that can be ended early, even before it is taken. */
function createPause() {
  let ended = false;
  let wake: (() => void) | undefined;
  return {
    end(): void {
      ended = true;
      wake?.();
    },
    async take(milliseconds: number): Promise<void> {
      if (!ended) {
        const { promise, resolve } = Promise.withResolvers<void>();
        const timer = setTimeout(resolve, milliseconds);
        wake = resolve;
        await promise;
        clearTimeout(timer);
      }
      ended = false;
    },
  };
}
