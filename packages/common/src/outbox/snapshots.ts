import { defineEvent, type EventContract } from '@lyceum/contracts/define/event';
import { type EntityManager, type EntitySchema, type FindOptionsWhere, MoreThan } from 'typeorm';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { spacesWith } from '../database/spaces-with.ts';
import { defineJob, handle, type JobHandler } from '../jobs.ts';
import { enqueue, on, type Subscription } from '../outbox.ts';
import { insertMessage } from './insert-message.ts';

/** A service that keeps a copy asks the owners to tell what is so now (`npm run backfill -- <service>`). */
export const snapshotsRequested = defineEvent(
  'kit.snapshots-requested.v1',
  z.object({ events: z.array(z.string()), recipient: z.string() }),
);

/** How an owner tells what is so now, as the event by which it told of it when it happened. */
export interface Snapshot {
  readonly event: EventContract;
  readonly entity: EntitySchema<Keyed>;
  readonly where: FindOptionsWhere<Keyed>;
  present(row: Keyed, db: EntityManager): unknown;
}

interface Keyed {
  id: string;
}

/** `db` is for what stands in another table. */
type Present<Row, Payload> = (row: Row, db: EntityManager) => Payload | Promise<Payload>;

/**
 * Each row that `where` takes, as the event. What it tells may come after newer events, as any event may: `occurredAt` and version
 * are those of the row, and handlers go by them.
 */
export function snapshot<Event extends EventContract, Row extends Keyed>(
  event: Event,
  entity: EntitySchema<Row>,
  { where = {}, present }: { where?: FindOptionsWhere<Row>; present: Present<Row, NoInfer<z.input<Event['schema']>>> },
): Snapshot {
  // Snapshots of many entities share one list; rows are found by this entity and presented by what was typed by it.
  return { event, entity, where, present } as unknown as Snapshot;
}

const publishSnapshots = defineJob(
  'kit.publish-snapshots',
  z.object({ event: z.string(), recipient: z.string(), after: z.string().optional() }),
  { attempts: 10, backoffMs: 5_000 },
);

const batchSize = 500;

/** Answers requests in every space: a job for each, which the next batch follows in the transaction of the one before. */
export function answerRequests(snapshots: readonly Snapshot[]): { subscription: Subscription; job: JobHandler } {
  return {
    subscription: on(snapshotsRequested, 'kit.answer-snapshot-request', async ({ events, recipient }, { db, ctx }) => {
      for (const { event, entity } of snapshots.filter((one) => events.includes(one.event.name))) {
        for (const space of await spacesWith(db, entity)) {
          await enqueue(db, { ...ctx, space }, publishSnapshots, { event: event.name, recipient });
        }
      }
    }),
    job: handle(publishSnapshots, async ({ event, recipient, after }, { ctx, transact }) => {
      const found = snapshots.find((one) => one.event.name === event);
      if (!found) throw new Error(`nothing tells ${event} again`);
      await transact(async (db) => {
        const last = await publishBatch(db, ctx, found, { recipient, after });
        if (last !== undefined) await enqueue(db, ctx, publishSnapshots, { event, recipient, after: last });
      });
    }),
  };
}

/** Returns the id after which the next batch begins, undefined when there is none. */
async function publishBatch(
  db: EntityManager,
  ctx: Context,
  { event, entity, where, present }: Snapshot,
  { recipient, after }: { recipient: string; after: string | undefined },
): Promise<string | undefined> {
  const rest = after === undefined ? where : { ...where, id: MoreThan(after) };
  const rows = await db.find(entity, { where: rest, order: { id: 'ASC' }, take: batchSize });
  for (const row of rows) {
    const payload = event.schema.parse(await present(row, db));
    await insertMessage(db, ctx, { kind: 'event', name: event.name, payload, recipient });
  }
  return rows.length === batchSize ? rows.at(-1)?.id : undefined;
}
