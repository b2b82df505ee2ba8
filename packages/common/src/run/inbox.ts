import { setTimeout as delay } from 'node:timers/promises';
import type { EntityManager } from 'typeorm';
import type { Context } from '../context.ts';
import type { Database } from '../database.ts';
import { summarizeError } from '../log/error-report.ts';
import type { Subscription } from '../outbox.ts';
import type { BusMessage, ReceivedMessage } from './bus.ts';
import { isLockTimeout, isOutage } from './translate-error.ts';

const batchSize = 64;

/** Makes the context in which the handlers of a message run. */
export type ContextOf = (message: BusMessage) => Context;

interface Handling {
  readonly message: BusMessage;
  readonly subscription: Subscription;
}

// Sorted, so that replicas with the same messages wait for each other and not in a circle.
const noteUnseen = `
  WITH given AS (
    SELECT id, handler, min(place)::int AS place
    FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS given (id, handler, place) GROUP BY id, handler
  ), noted AS (
    INSERT INTO inbox (message_id, handler) SELECT id, handler FROM given ORDER BY id, handler
    ON CONFLICT DO NOTHING RETURNING message_id AS id, handler
  )
  SELECT place FROM given JOIN noted USING (id, handler)`;

/** Runs each handler that has not seen its message; what it writes commits with the note of it. Returns how many ran. */
async function handleUnseen(db: EntityManager, handlings: readonly Handling[], toContext: ContextOf): Promise<number> {
  const columns = [handlings.map(({ message }) => message.id), handlings.map(({ subscription }) => subscription.name)];
  const noted = await db.query<{ place: number }[]>(noteUnseen, columns);
  const places = new Set(noted.map(({ place }) => place));
  for (const [index, { message, subscription }] of handlings.entries()) {
    if (places.has(index + 1)) await subscription.handle(message.payload, { db, ctx: toContext(message), id: message.id });
  }
  return places.size;
}

function subscriptionsFor(subscriptions: readonly Subscription[], { name, snapshot }: BusMessage): Subscription[] {
  return subscriptions.filter(({ event, keepsCopy }) => event.name === name && (keepsCopy || !snapshot));
}

/** Delivers one message to every handler of its event, each in a transaction of its own. Returns how many ran. */
export async function deliver(
  database: Database,
  subscriptions: readonly Subscription[],
  message: BusMessage,
  toContext: ContextOf,
): Promise<number> {
  let handled = 0;
  for (const subscription of subscriptionsFor(subscriptions, message)) {
    handled += await database.transact(message, (db) => handleUnseen(db, [{ message, subscription }], toContext));
  }
  return handled;
}

/**
 * Takes messages as they come and handles what has gathered in one transaction per space: a commit costs the same for one
 * message as for many. When a batch fails, its messages are handled one by one, so that only the guilty one is put off.
 */
export function createInbox(database: Database, subscriptions: readonly Subscription[], toContext: ContextOf) {
  const waiting: ReceivedMessage[] = [];
  let stopped = false;
  let running: Promise<void> = Promise.resolve();
  let busy = false;

  async function handleBatch(batch: readonly ReceivedMessage[], space: string): Promise<void> {
    const handlings = batch.flatMap((message) =>
      subscriptionsFor(subscriptions, message).map((subscription) => ({ message, subscription })),
    );
    if (handlings.length > 0) await database.transact({ space }, (db) => handleUnseen(db, handlings, toContext));
  }

  async function handleAlone(message: ReceivedMessage): Promise<void> {
    for (;;) {
      try {
        await deliver(database, subscriptions, message, toContext);
        return message.ack();
      } catch (error) {
        const ctx = toContext(message);
        ctx.log.warn({ err: error, event: message.name, messageId: message.id }, 'event handler failed');
        // Behind a message that waits for one lock all others would wait.
        if (!isOutage(error) || isLockTimeout(error)) return putOff(message, error);
        // The database is away: no attempt is counted, the broker keeps the message if this process ends first.
        if (stopped) return;
        await delay(500);
      }
    }
  }

  /** With the broker away it is delivered again after the reconnection, as nobody took it. */
  async function putOff(message: ReceivedMessage, error: unknown): Promise<void> {
    await message
      .retryLater(summarizeError(error))
      .catch((cause: unknown) => toContext(message).log.warn({ err: cause }, 'message comes again'));
  }

  async function drain(): Promise<void> {
    while (waiting.length > 0 && !stopped) {
      const space = waiting[0]?.space ?? '';
      const end = waiting.findIndex((message, index) => message.space !== space || index === batchSize);
      const batch = waiting.splice(0, end === -1 ? waiting.length : end);
      try {
        await handleBatch(batch, space);
        for (const message of batch) message.ack();
      } catch {
        // The same error is met and dealt with again, alone.
        for (const message of batch) await handleAlone(message);
      }
    }
    busy = false;
  }

  return {
    receive(message: ReceivedMessage): void {
      waiting.push(message);
      if (busy || stopped) return;
      busy = true;
      running = drain();
    },
    /** Ends after the batch in hand; the broker delivers the rest again. */
    async stop(): Promise<void> {
      stopped = true;
      await running;
    },
  };
}
