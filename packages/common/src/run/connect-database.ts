import { type EntityManager, QueryFailedError, type QueryRunner } from 'typeorm';
import { spacesWith } from '../database/spaces-with.ts';
import type { Database } from '../database.ts';
import { DatabaseAway, DomainError } from '../errors.ts';
import { type MessageKind, outboxKindsWritten } from '../outbox/written.ts';
import { createDataSource, type DatabaseOptions } from './data-source.ts';
import { isStalePlan } from './preparing-client.ts';
import { isConnectionLost, isTransactionConflict } from './translate-error.ts';

export async function connectDatabase(options: DatabaseOptions): Promise<Database> {
  const dataSource = await createDataSource(options).initialize();
  // The space a connection was last set to: kept per connection, so that the usual request pays no extra round trip.
  const getSpace = new WeakMap<object, string>();
  const outboxListeners: { kind: MessageKind; look: () => void }[] = [];

  async function withRunner<Result>(space: string | undefined, run: (runner: QueryRunner) => Promise<Result>): Promise<Result> {
    const runner = dataSource.createQueryRunner();
    let isConnected = false;
    try {
      const connection: object = await runner.connect();
      isConnected = true;
      if (space !== undefined && getSpace.get(connection) !== space) {
        await runner.query("SELECT set_config('app.space', $1, false)", [space]);
        getSpace.set(connection, space);
      }
      return await run(runner);
    } catch (error) {
      // TypeORM releases a runner whose connection broke; what is called on it afterwards fails for that reason alone.
      const isAway = !isConnected || runner.isReleased || (error instanceof QueryFailedError && isConnectionLost(error));
      throw isAway ? new DatabaseAway(error, { broke: isConnected }) : error;
    } finally {
      await runner.release();
      const written = outboxKindsWritten(runner);
      for (const { kind, look } of outboxListeners) if (written.has(kind)) look();
    }
  }

  function transactOnce<Result>(space: string | undefined, run: (manager: EntityManager) => Promise<Result>): Promise<Result> {
    return withRunner(space, async (runner) => {
      await runner.startTransaction();
      try {
        const result = await run(runner.manager);
        await runner.commitTransaction();
        return result;
      } catch (error) {
        if (error instanceof DomainError && error.details.commit) await runner.commitTransaction();
        else if (runner.isTransactionActive) await rollback(runner);
        throw error;
      }
    });
  }

  async function transact<Result>(space: string | undefined, run: (manager: EntityManager) => Promise<Result>): Promise<Result> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await retryOnStalePlan(() => transactOnce(space, run));
      } catch (error) {
        if (attempt === 3 || !isTransactionConflict(error)) throw error;
      }
    }
  }

  return {
    read: ({ space }, run) => retryOnStalePlan(() => withRunner(space, (runner) => run(runner.manager))),
    transact: ({ space }, run) => transact(space, run),
    system: (run) => transact(undefined, run),
    spacesWith: (entity) => spacesWith(dataSource.manager, entity),
    onOutboxWrite: (kind, look) => void outboxListeners.push({ kind, look }),
    async ping() {
      await dataSource.query('SELECT 1');
    },
    stop: () => dataSource.destroy(),
  };
}

/** Each connection may have stale plans, and forgets them all when it meets one. */
async function retryOnStalePlan<Result>(run: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await run();
    } catch (error) {
      if (!isStalePlan(error)) throw error;
    }
  }
}

/** A connection that broke cannot roll back: the server has done it already, and the first error is the one that tells. */
async function rollback(runner: QueryRunner): Promise<void> {
  await runner.rollbackTransaction().catch(() => undefined);
}
