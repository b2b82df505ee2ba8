import { serviceUnavailable } from '@lyceum/contracts/shared/common-problems';
import { cloneDatabase, type TestDatabase } from '@lyceum/testing/database';
import { Client } from 'pg';
import type { Database } from '../database.ts';
import { DatabaseAway } from '../errors.ts';
import { connectDatabase } from './connect-database.ts';
import { toDomainError } from './translate-error.ts';

let testDatabase: TestDatabase;
const open: { stop(): Promise<void> }[] = [];
const space = { space: 'main' };

beforeAll(async () => {
  testDatabase = await cloneDatabase();
});
afterEach(async () => {
  for (const one of open.splice(0)) await one.stop();
});
afterAll(() => testDatabase?.drop());

async function connect(poolSize = 1): Promise<Database> {
  const url = testDatabase.urlFor('users');
  const database = await connectDatabase({ url, schema: 'users', entities: [], poolSize });
  open.push(database);
  return database;
}

const getFailure = (work: Promise<unknown>): Promise<unknown> => work.then(() => 'no failure').catch((error: unknown) => error);

async function asOwner(sql: string): Promise<void> {
  const client = new Client({ connectionString: testDatabase.ownerUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

describe('the database', () => {
  it('is away when it takes no connection', async () => {
    const database = await connect();
    const bringBack = await testDatabase.takeAway();
    try {
      for (const ask of [database.read, database.transact])
        expect(await getFailure(ask(space, (db) => db.query('SELECT 1')))).toBeInstanceOf(DatabaseAway);
    } finally {
      await bringBack();
    }
    expect(await getFailure(database.read(space, (db) => db.query('SELECT 1')))).toBe('no failure');
  });

  it('is away when it ends a connection in the middle of a transaction', async () => {
    const database = await connect();
    const failure = await getFailure(
      database.transact(space, async (db) => {
        const [row] = await db.query<[{ pid: number }]>('SELECT pg_backend_pid() AS pid');
        await asOwner(`SELECT pg_terminate_backend(${row.pid})`);
        await db.query('SELECT 1');
      }),
    );
    expect(failure).toBeInstanceOf(DatabaseAway);
    expect(toDomainError(failure, {})?.problem).toBe(serviceUnavailable);
    await database.ping();
  });

  it('is not away when a statement is wrong, a constraint is broken or the work fails for another reason', async () => {
    const database = await connect();
    for (const work of [
      database.read(space, (db) => db.query('SELECT nonsense')),
      database.read(space, (db) => db.query("SELECT 'a'::int")),
      database.transact(space, () => Promise.reject(Object.assign(new Error('a mail server'), { code: 'ECONNREFUSED' }))),
    ])
      expect(await getFailure(work)).not.toBeInstanceOf(DatabaseAway);
  });

  it('keeps nobody waiting for a lock for long: the answer is that it is unavailable', async () => {
    const database = await connect(2);
    const [row] = await database.read(space, (db) => db.query<[{ lock_timeout: string }]>('SHOW lock_timeout'));
    expect(row).toEqual({ lock_timeout: '10s' });
    const held = await database.transact(space, async (db) => {
      await db.query('SELECT pg_advisory_xact_lock(1)');
      const waiting = database.transact(space, async (other) => {
        await other.query("SET LOCAL lock_timeout = '50ms'");
        await other.query('SELECT pg_advisory_xact_lock(1)');
      });
      return getFailure(waiting);
    });
    expect(toDomainError(held, {})?.problem).toBe(serviceUnavailable);
    expect(held).not.toBeInstanceOf(DatabaseAway);
  });
});
