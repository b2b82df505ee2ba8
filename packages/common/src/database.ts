import { DataSource, type EntityManager, type EntitySchema, type MigrationInterface, type QueryRunner } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from './context.ts';
import { isStalePlan, PreparingClient } from './database/preparing-client.ts';
import { DomainError, isTransactionConflict } from './errors.ts';
import type { Logger } from './log.ts';
import { type MessageKind, writtenOn } from './outbox/written.ts';

export { databaseNames, kitTables, migrate, type ServiceSchema } from './database/migrate.ts';
export { protectTable } from './database/protect-table.ts';

export type Migration = new () => MigrationInterface;

export interface DatabaseOptions {
  /** postgres://role:password@host:port/database */
  url: string;
  schema: string;
  entities: readonly EntitySchema[];
  migrations?: readonly Migration[];
  poolSize?: number;
  log?: Logger;
}

/** The tenant column of every domain table: filled by its default, guarded by the table's policy, never named by domain code. */
export const spaceColumn = {
  spaceId: {
    name: 'space_id',
    type: 'text',
    default: () => "current_setting('app.space')",
    select: false,
    insert: false,
    update: false,
  },
} as const;

/** Id of a new row: UUIDv7 (RFC 9562). New ones sort last, so indexes grow at their end. */
export function newId(): string {
  return uuidv7();
}

export function createDataSource({ url, schema, entities, migrations = [], poolSize = 2, log }: DatabaseOptions): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    schema,
    entities: [...entities],
    migrations: [...migrations],
    migrationsTableName: 'migrations',
    synchronize: false,
    logging: false,
    uuidExtension: 'pgcrypto',
    installExtensions: false,
    applicationName: `lyceum ${schema}`,
    poolSize,
    connectTimeoutMS: 3000,
    poolErrorHandler: (error: unknown) => log?.warn({ err: error }, 'database connection'),
    extra: {
      options: `-c search_path=${schema},public -c statement_timeout=15s -c idle_in_transaction_session_timeout=60s`,
      keepAlive: true,
      Client: PreparingClient,
    },
  });
}

/** Rows are reached only here, so that no query runs without a space. */
export interface Database {
  /** One or more reads, each seeing what is committed when it runs. Run again when a migration came between. */
  read<Result>(context: Pick<Context, 'space'>, run: (manager: EntityManager) => Promise<Result>): Promise<Result>;
  /** All or nothing. Run again, at most twice, after a deadlock or a serialization failure, so `run` has no effect outside the database. */
  transact<Result>(context: Pick<Context, 'space'>, run: (manager: EntityManager) => Promise<Result>): Promise<Result>;
  /** For the kit's own tables, which belong to no space. */
  system<Result>(run: (manager: EntityManager) => Promise<Result>): Promise<Result>;
  /** Calls back whenever this process may have committed messages of this kind; those of others have to be looked for. */
  onMessages(kind: MessageKind, look: () => void): void;
  /** Rejects when the database does not answer. */
  ping(): Promise<void>;
  stop(): Promise<void>;
}

export async function connectDatabase(options: DatabaseOptions): Promise<Database> {
  const dataSource = await createDataSource(options).initialize();
  // The space a connection was last set to: kept per connection, so that the usual request pays no extra round trip.
  const spaceOf = new WeakMap<object, string>();
  const lookers: { kind: MessageKind; look: () => void }[] = [];

  async function withRunner<Result>(space: string | undefined, run: (runner: QueryRunner) => Promise<Result>): Promise<Result> {
    const runner = dataSource.createQueryRunner();
    try {
      const connection: object = await runner.connect();
      if (space !== undefined && spaceOf.get(connection) !== space) {
        await runner.query("SELECT set_config('app.space', $1, false)", [space]);
        spaceOf.set(connection, space);
      }
      return await run(runner);
    } catch (error) {
      // TypeORM releases a runner whose connection broke; what is called on it afterwards fails for that reason alone.
      throw runner.isReleased ? connectionFailure(error) : error;
    } finally {
      await runner.release();
      const written = writtenOn(runner);
      for (const { kind, look } of lookers) if (written.has(kind)) look();
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
        return await untilPlansAreFresh(() => transactOnce(space, run));
      } catch (error) {
        if (attempt === 3 || !isTransactionConflict(error)) throw error;
      }
    }
  }

  return {
    read: ({ space }, run) => untilPlansAreFresh(() => withRunner(space, (runner) => run(runner.manager))),
    transact: ({ space }, run) => transact(space, run),
    system: (run) => transact(undefined, run),
    onMessages: (kind, look) => void lookers.push({ kind, look }),
    async ping() {
      await dataSource.query('SELECT 1');
    },
    stop: () => dataSource.destroy(),
  };
}

/** Each connection may have stale plans, and forgets them all when it meets one. */
async function untilPlansAreFresh<Result>(run: () => Promise<Result>): Promise<Result> {
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

/** SQLSTATE 08006, connection_failure. */
function connectionFailure(cause: unknown): Error {
  return Object.assign(new Error('the connection to the database broke', { cause }), { code: '08006' });
}
