import { DataSource, DefaultNamingStrategy, type EntitySchema } from 'typeorm';
import type { Migration } from '../database.ts';
import type { Logger } from '../log.ts';
import { PreparingClient } from './preparing-client.ts';

export interface DatabaseOptions {
  /** postgres://role:password@host:port/database */
  url: string;
  schema: string;
  entities: readonly EntitySchema[];
  migrations?: readonly Migration[];
  poolSize?: number;
  /** How long one statement may take, as PostgreSQL writes it. */
  statementTimeout?: string;
  log?: Logger;
}

/** The column of `createdAt` is `created_at`, unless the entity names it. */
const namingStrategy = Object.assign(new DefaultNamingStrategy(), {
  columnName: (property: string, name: string | undefined) =>
    name ?? property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
});

export function createDataSource({
  url,
  schema,
  entities,
  migrations = [],
  poolSize = 2,
  statementTimeout = '15s',
  log,
}: DatabaseOptions): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    schema,
    entities: [...entities],
    migrations: [...migrations],
    migrationsTableName: 'migrations',
    namingStrategy,
    synchronize: false,
    logging: false,
    uuidExtension: 'pgcrypto',
    installExtensions: false,
    applicationName: `lyceum ${schema}`,
    poolSize,
    connectTimeoutMS: 3000,
    poolErrorHandler: (error: unknown) => log?.warn({ err: error }, 'database connection'),
    extra: {
      options: `-c search_path=${schema},public -c lock_timeout=10s -c statement_timeout=${statementTimeout} -c idle_in_transaction_session_timeout=60s`,
      keepAlive: true,
      Client: PreparingClient,
    },
  });
}
