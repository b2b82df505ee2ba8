import { setTimeout as delay } from 'node:timers/promises';
import type { Context } from '../context.ts';
import type { Database } from '../database.ts';
import type { Schedule } from '../jobs.ts';
import type { Logger } from '../log.ts';
import { enqueue } from '../outbox.ts';

const tickMs = 5_000;

const hourMs = 3_600_000;

const purge = 'kit.purge';

/** A message can come again for as long as it may sit in a retry or dead-letter queue; the keys' policy promises 24 h. */
const inboxDays = 30;

const idempotencyHours = 24;

/** Enqueues what is due, once for all replicas: the row that says when is locked while it is moved on. */
async function runSchedules(database: Database, schedules: readonly Schedule[], ctx: Context): Promise<void> {
  const every = new Map([[purge, hourMs], ...schedules.map(({ job, everySeconds }) => [job.name, everySeconds * 1000] as const)]);
  const names = [...every.keys()];
  const now = ctx.now();
  await database.system(async (db) => {
    await db.query('INSERT INTO schedules (name, next_run_at) SELECT unnest($1::text[]), $2 ON CONFLICT DO NOTHING', [
      names,
      now,
    ]);
    const due = await db.query<{ name: string }[]>(
      'SELECT name FROM schedules WHERE next_run_at <= $1 AND name = ANY($2) FOR UPDATE SKIP LOCKED',
      [now, names],
    );
    for (const { name } of due) {
      const schedule = schedules.find(({ job }) => job.name === name);
      if (schedule) await enqueue(db, ctx, schedule.job, {});
      else {
        await db.query("DELETE FROM inbox WHERE handled_at < $1::timestamptz - $2 * interval '1 day'", [now, inboxDays]);
        await db.query("DELETE FROM idempotency_keys WHERE created_at < $1::timestamptz - $2 * interval '1 hour'", [
          now,
          idempotencyHours,
        ]);
      }
      await db.query('UPDATE schedules SET next_run_at = $2 WHERE name = $1', [
        name,
        new Date(now.getTime() + (every.get(name) ?? hourMs)),
      ]);
    }
  });
}

export function startSchedules(options: {
  database: Database;
  schedules: readonly Schedule[];
  systemContext: (space: string) => Context;
  log: Logger;
}): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const running = (async () => {
    while (!stopping.signal.aborted) {
      await runSchedules(options.database, options.schedules, options.systemContext('main')).catch((error: unknown) =>
        options.log.warn({ err: error }, 'schedules, trying again'),
      );
      await delay(tickMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
