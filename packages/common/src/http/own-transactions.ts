import type { Endpoint } from '@lyceum/contracts/define/endpoint';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../context.ts';
import type { Database } from '../database.ts';
import { type Call, findReply, runIdempotently } from './idempotency.ts';
import type { Input, Route } from './route.ts';

type OwnRoute = Extract<Route, { readonly transactions: 'own' }>;

/** Answers a request whose handler opens its transactions itself; `call` when it came with an `Idempotency-Key`. */
export async function answerInOwnTransactions(
  database: Pick<Database, 'read' | 'transact'>,
  { endpoint, handle }: OwnRoute,
  input: Omit<Input<Endpoint, Actor | null>, 'db'>,
  call: Call | undefined,
): Promise<unknown> {
  const { ctx } = input;
  const stored = call && (await database.read(ctx, (db) => findReply(db, call)));
  if (stored) return stored.body;
  let hasReplied = false;
  const result = await handle({
    ...input,
    read: (run) => database.read(ctx, run),
    transact: (run) => database.transact(ctx, run),
    transactReply: <Result>(run: (db: EntityManager) => Promise<Result>) => {
      hasReplied = true;
      const write = async (db: EntityManager) => endpoint.response.parse(await run(db));
      // What the schema of the answer makes of the result is a result.
      return database.transact(ctx, (db) => (call ? runIdempotently(db, call, write) : write(db))) as Promise<Result>;
    },
  });
  if (endpoint.idempotent && !hasReplied) throw new Error(`${endpoint.operationId} makes its answer outside transactReply`);
  return endpoint.response.parse(result);
}
