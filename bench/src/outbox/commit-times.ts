import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';

/** When rows were committed, by PostgreSQL's own record of it: `track_commit_timestamp` must be on. */
export interface Outcome {
  /** Events whose effect was committed within the time from the first commit of the sender to the last of the receiver. */
  readonly handledPerSecond: number;
  /** Events handled while the receiver was at work, whenever they were committed. */
  readonly drainedPerSecond: number;
  /** Milliseconds from the commit of the event to the commit of its effect. */
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** Waits until each event had its effect and reads how long that took. */
export async function readOutcome(owner: Client, events: number, timeoutMs: number): Promise<Outcome> {
  const deadline = performance.now() + timeoutMs;
  while ((await count(owner)) < events) {
    if (performance.now() > deadline) throw new Error(`${await count(owner)} of ${events} events were handled in time`);
    await delay(100);
  }
  const { rows } = await owner.query<Outcome>(
    `WITH handled AS (
       SELECT extract(epoch FROM pg_xact_commit_timestamp(accounts.xmin))::float8 AS sent,
              extract(epoch FROM pg_xact_commit_timestamp(profiles.xmin))::float8 AS done
       FROM tokens.accounts JOIN users.profiles USING (id)
     )
     SELECT count(*) / (max(done) - min(sent)) AS "handledPerSecond",
            count(*) / (max(done) - min(done)) AS "drainedPerSecond",
            1000 * percentile_cont(0.5) WITHIN GROUP (ORDER BY done - sent) AS p50,
            1000 * percentile_cont(0.99) WITHIN GROUP (ORDER BY done - sent) AS p99,
            1000 * max(done - sent) AS max
     FROM handled`,
  );
  const [outcome] = rows;
  if (!outcome) throw new Error('an aggregate without a row');
  return outcome;
}

/** Leaves both services without data; the next round begins as the first did. */
export async function forgetRows(owner: Client): Promise<void> {
  await owner.query('TRUNCATE tokens.accounts, tokens.outbox, users.profiles, users.inbox');
}

async function count(owner: Client): Promise<number> {
  const { rows } = await owner.query<{ count: number }>('SELECT count(*)::int AS count FROM users.profiles');
  return rows[0]?.count ?? 0;
}
