import type { EventContract, EventPayload } from '@lyceum/contracts/define/event';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import type { Context } from './context.ts';
import type { Job } from './jobs.ts';
import { insertMessage, type Origin } from './outbox/insert-message.ts';

/** Writes an event into the transaction; the relay sends it after the commit, and never when there is none. Returns the message id. */
export async function publish<Event extends EventContract>(
  db: EntityManager,
  context: Origin,
  event: Event,
  payload: NoInfer<z.input<Event['schema']>>,
): Promise<string> {
  return insertMessage(db, context, { kind: 'event', name: event.name, payload: event.schema.parse(payload) });
}

/** Writes a job into the transaction; `at` delays it. Returns the id of the job. */
export async function enqueue<Definition extends Job>(
  db: EntityManager,
  context: Origin,
  job: Definition,
  payload: NoInfer<z.input<Definition['schema']>>,
  { at }: { at?: Date } = {},
): Promise<string> {
  return insertMessage(db, context, { kind: 'job', name: job.name, payload: job.schema.parse(payload), availableAt: at });
}

export interface Delivery {
  readonly db: EntityManager;
  readonly ctx: Context;
  /** Id of the message: the same in every delivery of it. */
  readonly id: string;
}

export interface Subscription {
  readonly event: EventContract;
  /** `<service>.<what it does>`: with the message id it tells a repeat. Never renamed once it has run. */
  readonly name: string;
  /** It only keeps a copy of what the event tells, whatever the order: it gets what is told again for a service that is younger. */
  readonly keepsCopy: boolean;
  handle(payload: unknown, delivery: Delivery): Promise<void>;
}

/**
 * Reacts to an event, once: the note that this handler saw the message commits together with what it writes. A handler that
 * throws is tried again with growing delay, then its message goes to the dead-letter queue.
 */
export function on<Event extends EventContract>(
  event: Event,
  name: string,
  handle: (payload: EventPayload<Event>, delivery: Delivery) => Promise<void>,
  { keepsCopy = false }: { keepsCopy?: boolean } = {},
): Subscription {
  return {
    event,
    name,
    keepsCopy,
    // The payload is parsed by the schema this handler was typed by.
    handle: (payload, delivery) => handle(event.schema.parse(payload) as EventPayload<Event>, delivery),
  };
}
