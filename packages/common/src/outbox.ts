import type { EventContract, EventPayload } from '@lyceum/contracts/define/event';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import type { Context } from './context.ts';
import type { Job } from './jobs.ts';
import { type MessageKind, markOutboxWrite } from './outbox/written.ts';

type Origin = Pick<Context, 'space' | 'person' | 'requestId' | 'now'>;

/** Writes an event into the transaction; the relay sends it after the commit, and never when there is none. Returns the message id. */
export async function publish<Event extends EventContract>(
  db: EntityManager,
  context: Origin,
  event: Event,
  payload: NoInfer<z.input<Event['schema']>>,
): Promise<string> {
  return insert(db, context, 'event', event.name, event.schema.parse(payload), context.now());
}

/** Writes a job into the transaction; `at` delays it. Returns the id of the job. */
export async function enqueue<Definition extends Job>(
  db: EntityManager,
  context: Origin,
  job: Definition,
  payload: NoInfer<z.input<Definition['schema']>>,
  { at }: { at?: Date } = {},
): Promise<string> {
  return insert(db, context, 'job', job.name, job.schema.parse(payload), at ?? context.now());
}

async function insert(
  db: EntityManager,
  context: Origin,
  kind: MessageKind,
  name: string,
  payload: unknown,
  availableAt: Date,
): Promise<string> {
  const id = uuidv7();
  await db.query(
    `INSERT INTO outbox (id, kind, name, payload, space_id, person_id, request_id, occurred_at, available_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [id, kind, name, JSON.stringify(payload), context.space, context.person, context.requestId, context.now(), availableAt],
  );
  markOutboxWrite(db, kind);
  return id;
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
): Subscription {
  return {
    event,
    name,
    // The payload is parsed by the schema this handler was typed by.
    handle: (payload, delivery) => handle(event.schema.parse(payload) as EventPayload<Event>, delivery),
  };
}
