import { requestInvalid } from '@lyceum/contracts/shared/common-problems';
import { cloneDatabase, type TestDatabase } from '@lyceum/testing/database';
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
  ['a day that no calendar has', 'SELECT $1::timestamptz', '2026-02-31T00:00:00Z'],
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
