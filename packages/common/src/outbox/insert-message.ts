import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../context.ts';
import { type MessageKind, markOutboxWrite } from './written.ts';

/** What a message tells of where it comes from. */
export type Origin = Pick<Context, 'space' | 'person' | 'requestId' | 'now'>;

interface NewMessage {
  readonly kind: MessageKind;
  readonly name: string;
  /** Parsed by the schema of the event or job. */
  readonly payload: unknown;
  readonly availableAt?: Date | undefined;
  /** The one service whose handlers get it, those alone that keep a copy; else every service that has subscribed. */
  readonly recipient?: string;
}

/** Writes a message into the transaction and returns its id. */
export async function insertMessage(
  db: EntityManager,
  context: Origin,
  { kind, name, payload, availableAt, recipient }: NewMessage,
): Promise<string> {
  const id = uuidv7();
  const now = context.now();
  await db.query(
    `INSERT INTO outbox (id, kind, name, payload, space_id, person_id, request_id, occurred_at, available_at, recipient)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      id,
      kind,
      name,
      JSON.stringify(payload),
      context.space,
      context.person,
      context.requestId,
      now,
      availableAt ?? now,
      recipient,
    ],
  );
  markOutboxWrite(db, kind);
  return id;
}
