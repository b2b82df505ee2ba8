import { setTimeout as delay } from 'node:timers/promises';
import type { EntityManager } from 'typeorm';
import type { BusMessage, ReceivedMessage } from '../bus.ts';
import type { Context } from '../context.ts';
import type { Database } from '../database.ts';
import { isOutage } from '../errors.ts';
import type { Subscription } from '../outbox.ts';

const batchSize = 64;

/** Makes the context in which the handlers of a message run. */
export type ContextOf = (message: BusMessage) => Context;

/** Runs a handler unless it has seen the message; both commit together. Returns false for a repeat. */
async function handleOnce(db: EntityManager, message: BusMessage, subscription: Subscription, ctx: Context): Promise<boolean> {
  const inserted = await db.query<unknown[]>(
    'INSERT INTO inbox (message_id, handler) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING 1',
    [message.id, subscription.name],
  );
  if (inserted.length === 0) return false;
  await subscription.handle(message.payload, { db, ctx, id: message.id });
  return true;
}

/** Delivers one message to every handler of its event, each in a transaction of its own. Returns how many ran. */
export async function deliver(
  database: Database,
  subscriptions: readonly Subscription[],
  message: BusMessage,
  contextOf: ContextOf,
): Promise<number> {
  const ctx = contextOf(message);
  let handled = 0;
  for (const subscription of subscriptions.filter(({ event }) => event.name === message.name)) {
    const fresh = await database.transact(ctx, (db) => handleOnce(db, message, subscription, ctx));
    if (fresh) handled += 1;
  }
  return handled;
}

/**
 * Takes messages as they come and handles what has gathered in one transaction per space: a commit costs the same for one
 * message as for many. When a batch fails, its messages are handled one by one, so that only the guilty one is put off.
 */
export function createInbox(database: Database, subscriptions: readonly Subscription[], contextOf: ContextOf) {
  const waiting: ReceivedMessage[] = [];
  let stopped = false;
  let running: Promise<void> = Promise.resolve();
  let busy = false;

  async function handleBatch(batch: readonly ReceivedMessage[], space: string): Promise<void> {
    await database.transact({ space }, async (db) => {
      for (const message of batch) {
        const ctx = contextOf(message);
        for (const subscription of subscriptions) {
          if (subscription.event.name === message.name) await handleOnce(db, message, subscription, ctx);
        }
      }
    });
  }

  async function handleAlone(message: ReceivedMessage): Promise<void> {
    for (;;) {
      try {
        await deliver(database, subscriptions, message, contextOf);
        return message.ack();
      } catch (error) {
        const ctx = contextOf(message);
        ctx.log.warn({ err: error, event: message.name, messageId: message.id }, 'event handler failed');
        if (!isOutage(error)) return putOff(message, error);
        // The database is away: no attempt is counted, the broker keeps the message if this process ends first.
        if (stopped) return;
        await delay(500);
      }
    }
  }

  /** With the broker away it is delivered again after the reconnection, as nobody took it. */
  async function putOff(message: ReceivedMessage, error: unknown): Promise<void> {
    const reason = error instanceof Error ? error.message : String(error);
    await message
      .retryLater(reason)
      .catch((cause: unknown) => contextOf(message).log.warn({ err: cause }, 'message comes again'));
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
