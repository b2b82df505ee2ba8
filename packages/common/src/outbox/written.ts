import type { QueryRunner } from 'typeorm';

export type MessageKind = 'event' | 'job';

/** The kinds of messages this connection wrote since it was taken: its relays look once it is given back. */
export function writtenBy(runner: QueryRunner): Set<MessageKind> {
  // TypeORM keeps `data` for its callers, untyped; this is the only key the kit uses.
  const kinds: Set<MessageKind> | undefined = runner.data['outbox'];
  if (kinds) return kinds;
  const none = new Set<MessageKind>();
  runner.data['outbox'] = none;
  return none;
}
