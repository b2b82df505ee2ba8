import { testServers } from '@lyceum/testing/config';
import { cloneDatabase, type TestDatabase } from '@lyceum/testing/database';
import { eventually } from '@lyceum/testing/eventually';
import { Client } from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { Migration } from '../database.ts';
import { createLogger } from '../log.ts';
import { migrate } from './migrate.ts';

let database: TestDatabase;
let other: Client;
const warnings: string[] = [];
const log = createLogger('migrate', 'warn', { write: (line) => void warnings.push(line) });

beforeEach(async () => {
  warnings.length = 0;
  database = await cloneDatabase();
  other = new Client({ connectionString: database.ownerUrl });
  await other.connect();
  await other.query("SET search_path = users; SET deadlock_timeout = '60s'");
});

afterEach(async () => {
  await other.end();
  await database.drop();
});

const run = (...migrations: Migration[]) =>
  migrate({
    ownerUrl: database.ownerUrl,
    services: [{ name: 'users', entities: [], migrations }],
    passwords: { users: testServers().TEST_DATABASE_PASSWORD },
    log,
  });

const isDone = async (name: string) => (await other.query('SELECT 1 FROM migrations WHERE name = $1', [name])).rowCount === 1;

const listTables = async () => {
  const { rows } = await other.query<{ table: string }>(
    "SELECT relname AS table FROM pg_class WHERE relnamespace = 'users'::regnamespace AND relname LIKE 'shelves%' ORDER BY 1",
  );
  return rows.map(({ table }) => table);
};

describe('a migration', () => {
  it('may take as long as it needs, but waits ten seconds for a lock at most', async () => {
    const found: string[] = [];
    class Ask2000000000000 implements MigrationInterface {
      async up(queryRunner: QueryRunner): Promise<void> {
        for (const name of ['statement_timeout', 'lock_timeout']) {
          const [row]: [{ value: string }] = await queryRunner.query('SELECT current_setting($1) AS value', [name]);
          found.push(row.value);
        }
      }
      async down(): Promise<void> {
        found.length = 0;
      }
    }
    await run(Ask2000000000000);
    expect(found).toEqual(['0', '10s']);
  });

  it('waits for a table that others hold, after it has let them pass', async () => {
    class ChangeProfiles2000000000000 implements MigrationInterface {
      async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query("SET LOCAL lock_timeout = '100ms'");
        await queryRunner.query('CREATE TABLE shelves (id uuid PRIMARY KEY)');
        await queryRunner.query('ALTER TABLE profiles ADD shelf uuid');
      }
      async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query('DROP TABLE shelves');
      }
    }
    await other.query('BEGIN; SELECT count(*) FROM profiles');
    const migrated = run(ChangeProfiles2000000000000);
    await eventually(async () => warnings.length > 0);
    expect(await listTables()).toEqual([]);
    await other.query('COMMIT');
    await migrated;
    expect(await listTables()).toEqual(['shelves', 'shelves_pkey']);
    expect(await isDone('ChangeProfiles2000000000000')).toBe(true);
    expect(warnings.join()).toContain('55P03');
  });

  it('lets those have their way with whom it forms a circle, and is run again', async () => {
    let waiting: Promise<unknown> | undefined;
    class ChangeBoth2000000000000 implements MigrationInterface {
      async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query('LOCK TABLE profiles IN ACCESS EXCLUSIVE MODE');
        if (!waiting) {
          waiting = other.query('SELECT count(*) FROM profiles');
          await eventually(async () => {
            const blocked: unknown[] = await queryRunner.query(
              "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'profiles'::regclass",
            );
            return blocked.length === 1;
          });
        }
        await queryRunner.query('ALTER TABLE inbox ADD shelf uuid');
      }
      async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query('ALTER TABLE inbox DROP COLUMN shelf');
      }
    }
    await other.query('BEGIN; SELECT count(*) FROM inbox');
    const migrated = run(ChangeBoth2000000000000);
    await eventually(async () => warnings.length > 0);
    await waiting;
    await other.query('COMMIT');
    await migrated;
    expect(await isDone('ChangeBoth2000000000000')).toBe(true);
    expect(warnings.join()).toContain('40P01');
  });

  it('that fails by itself is not run again', async () => {
    class Divide2000000000000 implements MigrationInterface {
      async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query('SELECT 1 / 0');
      }
      async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query('SELECT 1');
      }
    }
    await expect(run(Divide2000000000000)).rejects.toThrow('division by zero');
    expect(warnings).toEqual([]);
  });

  it('gives up after five attempts', async () => {
    let attempts = 0;
    class Count2000000000000 implements MigrationInterface {
      async up(queryRunner: QueryRunner): Promise<void> {
        attempts += 1;
        await queryRunner.query("SET LOCAL lock_timeout = '50ms'");
        await queryRunner.query('ALTER TABLE profiles ADD shelf uuid');
      }
      async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query('ALTER TABLE profiles DROP COLUMN shelf');
      }
    }
    await other.query('BEGIN; SELECT count(*) FROM profiles');
    await expect(run(Count2000000000000)).rejects.toThrow('lock timeout');
    expect(attempts).toBe(5);
    expect(await isDone('Count2000000000000')).toBe(false);
    await other.query('COMMIT');
  });
});
