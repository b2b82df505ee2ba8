import { setTimeout as delay } from 'node:timers/promises';
import type { ServiceName } from '@lyceum/contracts/services';
import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import type { DataSource } from 'typeorm';
import { databaseNames, type ServiceSchema } from '../database.ts';
import type { Logger } from '../log.ts';
import { createDataSource } from './data-source.ts';
import { kitMigrations } from './kit-tables.ts';
import { isLockTimeout, isTransactionConflict } from './translate-error.ts';

/** Functions behind the operators we search with. Under a policy PostgreSQL uses an index only for leak-proof ones. */
const leakproof = [
  'ts_match_vq(tsvector, tsquery)',
  'ts_match_qv(tsquery, tsvector)',
  'texticlike(text, text)',
  'textlike(text, text)',
  'similarity_op(text, text)',
  'word_similarity_op(text, text)',
];

const extensions = ['pg_trgm', 'btree_gist', 'unaccent'];

const maxAttempts = 5;

/** One migration step at a time, whoever runs it. */
const advisoryLock = 7_305_129;

/**
 * Brings the database to what the services need, as the owner: roles, schemas, extensions, then the migrations of each.
 * Safe to run again and by several at once. `passwords` are those of the services' roles.
 */
export async function migrate(options: {
  ownerUrl: string;
  services: readonly ServiceSchema[];
  passwords: Readonly<Record<string, string>>;
  log: Logger;
}): Promise<void> {
  const owner = new Client({ connectionString: options.ownerUrl });
  await owner.connect();
  try {
    await owner.query('SELECT pg_advisory_lock($1)', [advisoryLock]);
    await prepareServer(owner, options.log);
    for (const service of options.services) {
      const password = options.passwords[service.name];
      if (!password) throw new Error(`no password for the role of ${service.name}`);
      await prepareSchema(owner, service.name, password);
      await runMigrations(options.ownerUrl, service, options.log);
    }
  } finally {
    await owner.end();
  }
}

async function prepareServer(owner: Client, log: Logger): Promise<void> {
  for (const extension of extensions) await owner.query(`CREATE EXTENSION IF NOT EXISTS ${extension} SCHEMA public`);
  const { rows } = await owner.query<{ superuser: boolean }>(
    'SELECT rolsuper AS superuser FROM pg_roles WHERE rolname = current_user',
  );
  if (!rows[0]?.superuser) {
    log.warn('the owner is no superuser: search functions cannot be marked leak-proof here');
    return;
  }
  for (const signature of leakproof) await owner.query(`ALTER FUNCTION ${signature} LEAKPROOF`);
}

/** The role may read and write rows of its schema, nothing else: it owns no table and cannot bypass a policy. */
async function prepareSchema(owner: Client, service: ServiceName, password: string): Promise<void> {
  const names = databaseNames(service);
  const role = escapeIdentifier(names.role);
  const schema = escapeIdentifier(names.schema);
  const { rowCount } = await owner.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [names.role]);
  if (!rowCount) await owner.query(`CREATE ROLE ${role}`);
  await alterRole(
    owner,
    `ALTER ROLE ${role} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD ${escapeLiteral(password)}`,
  );
  await owner.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
  await owner.query(`GRANT USAGE ON SCHEMA ${schema} TO ${role}`);
  await owner.query(`ALTER DEFAULT PRIVILEGES IN SCHEMA ${schema} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${role}`);
}

/** Roles belong to the whole server, our lock to one database: somebody who prepares another one may be changing the same role. */
async function alterRole(owner: Client, statement: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await owner.query(statement);
      return;
    } catch (error) {
      const collided = error instanceof Error && error.message.includes('tuple concurrently updated');
      if (!collided || attempt === 5) throw error;
    }
  }
}

async function runMigrations(url: string, service: ServiceSchema, log: Logger): Promise<void> {
  const { schema } = databaseNames(service.name);
  const migrations = [...kitMigrations, ...service.migrations];
  // Without entities: of one with a generated column TypeORM would make a table of its own in the schema.
  const dataSource = await createDataSource({ url, schema, entities: [], migrations, statementTimeout: '0' }).initialize();
  try {
    for (const name of await retryWhenLocked(dataSource, log)) log.info({ service: service.name, migration: name }, 'migrated');
  } finally {
    await dataSource.destroy();
  }
}

/** The release before still runs, and whoever waits for a lock makes everybody behind wait: better to let them pass and come again. */
async function retryWhenLocked(dataSource: DataSource, log: Logger): Promise<string[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return (await dataSource.runMigrations({ transaction: 'each' })).map(({ name }) => name);
    } catch (error) {
      if ((!isLockTimeout(error) && !isTransactionConflict(error)) || attempt === maxAttempts) throw error;
      log.warn({ err: error, attempt }, 'a migration met a lock and is run again');
      await delay(attempt * 1000);
    }
  }
}
