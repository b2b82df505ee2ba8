import type { StatementRow } from '../record-store/statement.entity.ts';
import type { StoreAnswer } from '../record-store/store-client.ts';
import type { StoreFailure } from '../record-store/store-failure.ts';
import type { Statement } from '../statement/statement.ts';

export type Batch = readonly Pick<StatementRow, 'id' | 'statement'>[];

export interface Delivered {
  /** Ids of rows that the store has. */
  readonly taken: string[];
  readonly refused: { readonly id: string; readonly reason: StoreFailure }[];
  /** Why the others wait: the store is away, or asks to wait; null when none does. */
  readonly failure: StoreFailure | null;
}

/** Sends statements once; null when there is no time left for it. */
export type SendStatements = (statements: readonly Statement[]) => Promise<StoreAnswer | null>;

/** Statements that are not well-formed to the store, too long for it, or of which it has one: it took none of those sent with them. */
const faultStatuses = [400, 409, 413, 422];
const conflict = 409;

/** A store in trouble answers so, and one that stumbles over a statement: whether it takes one of the next tells. */
const stumble = 500;

/** How many in a row it may stumble over. */
const maxSuspects = 5;

/**
 * Sends a batch. Of one that the store does not take as a whole each statement is sent alone, in the same order, until the store has none
 * that it would take: the others are refused. A statement whose id the store has already counts as taken.
 */
export async function deliverBatch(send: SendStatements, batch: Batch): Promise<Delivered> {
  const answer = await send(batch.map(({ statement }) => statement));
  if (answer === null) return { taken: [], refused: [], failure: null };
  if (answer.ok) return { taken: batch.map(({ id }) => id), refused: [], failure: null };
  const { failure } = answer;
  const [only, ...others] = batch;
  if (failure.status === stumble && others.length > 0) return deliverSingly(send, batch);
  if (failure.status === null || !faultStatuses.includes(failure.status)) return { taken: [], refused: [], failure };
  if (only && others.length === 0)
    return failure.status === conflict
      ? { taken: [only.id], refused: [], failure: null }
      : { taken: [], refused: [{ id: only.id, reason: failure }], failure: null };
  return deliverSingly(send, batch);
}

async function deliverSingly(send: SendStatements, batch: Batch): Promise<Delivered> {
  const taken: string[] = [];
  const refused: Delivered['refused'] = [];
  const suspects: Delivered['refused'] = [];
  for (const row of batch) {
    const { failure, ...one } = await deliverBatch(send, [row]);
    const isOver = one.taken.length + one.refused.length === 0;
    if (isOver && failure?.status === stumble && suspects.length < maxSuspects) {
      suspects.push({ id: row.id, reason: failure });
      continue;
    }
    if (isOver) return { taken, refused, failure };
    taken.push(...one.taken);
    refused.push(...suspects.splice(0), ...one.refused);
  }
  return { taken, refused, failure: suspects.at(-1)?.reason ?? null };
}
