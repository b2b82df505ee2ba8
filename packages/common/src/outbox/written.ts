import type { EntityManager, QueryRunner } from 'typeorm';

export type MessageKind = 'event' | 'job';

/** The kinds of messages that were written on this connection since it was taken: their relays look once it is given back. */
export function outboxKindsWritten(runner: QueryRunner): Set<MessageKind> {
  // TypeORM keeps `data` for its callers, untyped; this is the only key the kit uses.
  const kinds: Set<MessageKind> | undefined = runner.data['outbox'];
  if (kinds) return kinds;
  const none = new Set<MessageKind>();
  runner.data['outbox'] = none;
  return none;
}

/** A manager that is not of a `read` or a transaction has no connection, and nobody is told. */
export function markOutboxWrite({ queryRunner }: EntityManager, kind: MessageKind): void {
  if (queryRunner) outboxKindsWritten(queryRunner).add(kind);
}
