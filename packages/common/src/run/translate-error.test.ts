import { requestInvalid, serviceUnavailable } from '@lyceum/contracts/shared/common-problems';
import { date, timestamp } from '@lyceum/contracts/shared/fields';
import { cloneDatabase, type TestDatabase } from '@lyceum/testing/database';
import { Client } from 'pg';
import type { Database } from '../database.ts';
import { connectDatabase } from './connect-database.ts';
import { toDomainError } from './translate-error.ts';

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await cloneDatabase();
  database = await connectDatabase({ url: testDatabase.urlFor('users'), schema: 'users', entities: [], poolSize: 1 });
});

afterAll(async () => {
  await database?.stop();
  await testDatabase?.drop();
});

it.each([
  ['a text with U+0000', 'SELECT $1::text', 'a\u0000b'],
  ['JSON with U+0000', 'SELECT $1::jsonb', JSON.stringify({ a: '\u0000' })],
  ['JSON with half a surrogate pair', 'SELECT $1::jsonb', JSON.stringify({ a: '\ud800' })],
  ['a number that no integer holds', 'SELECT $1::int', '3000000000'],
  ['a number that no numeric holds', 'SELECT $1::float8', '1e999'],
  ['what is no id', 'SELECT $1::uuid', '42'],
  ['a time of a day that no calendar has', 'SELECT $1::timestamptz', '2026-02-31T00:00:00Z'],
  ['a day that no calendar has', 'SELECT $1::date', '1900-02-29'],
  ['a day of the year 0', 'SELECT $1::date', '0000-01-01'],
  ['a day that no date holds', 'SELECT $1::date', '5874898-01-01'],
  ['a time that no timestamp holds', 'SELECT $1::timestamptz', '294277-01-01T00:00:00Z'],
  ['a sum of days that no date holds', "SELECT '9999-12-31'::date + $1::int", '2147483647'],
  [
    'more words than a search index holds',
    "SELECT to_tsvector('simple', $1)",
    Array.from({ length: 300_000 }, (_, at) => at).join(' '),
  ],
])('%s is a fault of the request', async (_, sql, value) => {
  const error: unknown = await database.read({ space: 'main' }, (db) => db.query(sql, [value])).catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(Error);
  expect(toDomainError(error, {})?.problem).toBe(requestInvalid);
});

it.each([
  ['date', date, ['0001-01-01', '1900-02-28', '2024-02-29', '9999-12-31']],
  ['timestamptz', timestamp, ['0001-01-01T00:00:00Z', '2024-02-29T23:59:59.999Z', '9999-12-31T23:59:59.999999999Z']],
] as const)(
  'a %s holds every value the field of the contracts takes, from the first to the last',
  async (type, field, values) => {
    for (const value of values) {
      expect(field.safeParse(value).success).toBe(true);
      const [row] = await database.read({ space: 'main' }, (db) => db.query(`SELECT $1::${type} IS NOT NULL AS held`, [value]));
      expect(row).toEqual({ held: true });
    }
  },
);

it('a lock that others hold for too long is an outage', async () => {
  const owner = new Client({ connectionString: testDatabase.ownerUrl });
  await owner.connect();
  await owner.query('BEGIN; LOCK TABLE users.profiles');
  const error: unknown = await database
    .transact({ space: 'main' }, (db) => db.query("SET LOCAL lock_timeout = '50ms'; SELECT count(*) FROM profiles"))
    .catch((cause: unknown) => cause);
  await owner.end();
  expect(toDomainError(error, {})?.problem).toBe(serviceUnavailable);
});
