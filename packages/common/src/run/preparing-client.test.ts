import { cloneDatabase, type TestDatabase } from '@lyceum/testing/database';
import { Client } from 'pg';
import { ProbeEntity, probes } from '../../test/probe.ts';
import type { Database } from '../database.ts';
import { connectDatabase } from './connect-database.ts';

const space = { space: 'prepared' };
let testDatabase: TestDatabase;
let owner: Client;
let database: Database;

beforeAll(async () => {
  testDatabase = await cloneDatabase();
  await testDatabase.migrate(probes);
  owner = new Client({ connectionString: testDatabase.ownerUrl });
  await owner.connect();
});

afterAll(async () => {
  await owner?.end();
  await testDatabase?.drop();
});

beforeEach(async () => {
  const url = testDatabase.urlFor('users');
  database = await connectDatabase({ url, schema: 'users', entities: [ProbeEntity], poolSize: 1 });
});

afterEach(() => database?.stop());

const read = (text: string, values?: unknown[]) =>
  database.read(space, (db) => db.query<Record<string, unknown>[]>(text, values));
const preparedTexts = async () => (await read('SELECT statement FROM pg_prepared_statements')).map(({ statement }) => statement);

describe('a statement', () => {
  it('is prepared when it comes again with values', async () => {
    const answers = [
      await read('SELECT $1::int AS n', [1]),
      await read('SELECT $1::int AS n', [2]),
      await read('SELECT $1::int AS n', [3]),
    ];
    expect(answers).toEqual([[{ n: 1 }], [{ n: 2 }], [{ n: 3 }]]);
    await read('SELECT $1::int + 1', [1]);
    expect(await preparedTexts()).toEqual(['SELECT $1::int AS n']);
  });

  it('is prepared when TypeORM built it, though it has no values', async () => {
    for (let run = 0; run < 2; run += 1) await database.read(space, (db) => db.find(ProbeEntity));
    expect(await preparedTexts()).toEqual([expect.stringContaining('FROM "users"."probes"')]);
  });

  it('is not prepared beyond a number that the server can hold for every connection', async () => {
    for (let round = 0; round < 2; round += 1) {
      for (let column = 0; column < 120; column += 1) await read(`SELECT $1::int AS c${column}`, [column]);
    }
    expect(await preparedTexts()).toHaveLength(100);
    expect(await read('SELECT $1::int AS c119', [119])).toEqual([{ c119: 119 }]);
  });

  it('can be run again after a run that failed', async () => {
    const half = (of: number) => read('SELECT 1 / $1::int AS half', [of]);
    expect(await half(1)).toEqual([{ half: 1 }]);
    await expect(half(0)).rejects.toMatchObject({ driverError: { code: '22012' } });
    expect(await half(1)).toEqual([{ half: 1 }]);
  });

  it('does not notice that a migration changes its columns', async () => {
    const all = 'SELECT * FROM probes WHERE name = $1';
    const one = 'SELECT * FROM probes WHERE id = $1';
    const id = '01900000-0000-7000-8000-000000000000';
    const write = () =>
      database.transact(space, async (db) => {
        await db.query('DELETE FROM probes WHERE name = $1', ['moved']);
        await db.query('INSERT INTO probes (id, name, version) VALUES ($1, $2, 1)', [id, 'moved']);
        return db.query<Record<string, unknown>[]>(one, [id]);
      });
    for (let run = 0; run < 3; run += 1) await write();
    for (let run = 0; run < 3; run += 1) await read(all, ['moved']);
    expect(await preparedTexts()).toEqual(expect.arrayContaining([all, one]));
    await owner.query('ALTER TABLE users.probes ADD COLUMN colour text');
    expect(await read(all, ['moved'])).toEqual([{ id, space_id: 'prepared', name: 'moved', version: 1, colour: null }]);
    await owner.query('ALTER TABLE users.probes DROP COLUMN colour');
    for (let run = 0; run < 3; run += 1) {
      expect(await write()).toEqual([{ id, space_id: 'prepared', name: 'moved', version: 1 }]);
    }
    await owner.query('ALTER TABLE users.probes ADD COLUMN colour text');
    expect(await write()).toEqual([{ id, space_id: 'prepared', name: 'moved', version: 1, colour: null }]);
    expect(await database.read(space, (db) => db.count(ProbeEntity))).toBe(1);
  });
});
