import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type Database, newId } from '@lyceum/common/database';
import { publish } from '@lyceum/common/outbox';
import { accountRegistered } from '@lyceum/contracts/tokens/registration';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';

const space = 'main';
const context = { space, person: null, requestId: randomUUID(), now: () => new Date() };

/** A row and its event, as a request that changes something writes them. */
async function register(db: EntityManager): Promise<void> {
  const accountId = newId();
  const email = `${accountId}@lyceum.example`;
  const name = 'Somebody with a name';
  await db.query('INSERT INTO accounts (id, email, name) VALUES ($1, $2, $3)', [accountId, email, name]);
  const occurredAt = context.now().toISOString();
  await publish(db, context, accountRegistered, { accountId, email, name, locale: 'en', roles: ['user'], occurredAt });
}

async function commit(database: Database, events: number): Promise<void> {
  await database.transact({ space }, async (db) => {
    for (let written = 0; written < events; written += 1) await register(db);
  });
}

const greedyLoad = z.object({ events: z.int(), perCommit: z.int(), clients: z.int() });
const evenLoad = z.object({ events: z.int(), perSecond: z.number() });
export const loadRequest = z.union([greedyLoad, evenLoad]);
export type LoadRequest = z.infer<typeof loadRequest>;

/** As fast as it goes, by so many clients at once. */
export async function commitAll(database: Database, { events, perCommit, clients }: z.infer<typeof greedyLoad>): Promise<void> {
  let left = events;
  const client = async () => {
    while (left > 0) {
      const count = Math.min(left, perCommit);
      left -= count;
      await commit(database, count);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
}

/** One event per commit at an even rate, whatever happens to those before. */
export async function commitEvenly(database: Database, { events, perSecond }: z.infer<typeof evenLoad>): Promise<void> {
  const began = performance.now();
  const commits: Promise<void>[] = [];
  for (let sent = 0; sent < events; sent += 1) {
    const early = began + (sent * 1000) / perSecond - performance.now();
    if (early > 0) await delay(early);
    commits.push(commit(database, 1));
  }
  await Promise.all(commits);
}
