import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { spaceColumn } from '@lyceum/common/database';
import { createDataSource } from '@lyceum/common/run/data-source';
import type { Service } from '@lyceum/common/service';
import { allServices } from '@lyceum/stack/services';
import { cloneDatabase, type TestDatabase } from '@lyceum/testing/database';
import { Client } from 'pg';
import { EntitySchema } from 'typeorm';
import { createMigration } from '../src/generate/create-migration.ts';
import { riskyStatements } from '../src/generate/migration-source.ts';
import { findDifference } from '../src/rules/drift-rules.ts';
import { tablesKeepSpacesApart } from '../src/rules/table-rules.ts';

const words = "to_tsvector('simple', tags->>'a')";
const note = new EntitySchema<{ id: string; order: number; tags: object; createdAt: Date | null; words: string }>({
  name: 'note',
  tableName: 'notes',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    order: { type: 'integer' },
    tags: { type: 'jsonb', default: { a: ["it's, (so)"] } },
    createdAt: { type: 'timestamptz', nullable: true },
    words: { type: 'tsvector', generatedType: 'STORED', asExpression: words, select: false },
  },
  checks: [{ name: 'notes_order_positive', expression: '"order" > 0' }],
  indices: [
    { name: 'notes_of_space', columns: ['spaceId', 'createdAt'] },
    { name: 'notes_words', columns: ['words'], synchronize: false },
  ],
});
const [users] = allServices.filter(({ name }) => name === 'users') as [Service]; // the registry has it
const grown = { ...users, entities: [...users.entities, note] };
const featureFile = 'services/users/src/note/note.feature.ts';

let database: TestDatabase;
let root: string;

beforeAll(async () => {
  database = await cloneDatabase();
  root = mkdtempSync(join(tmpdir(), 'lyceum-migration-'));
  // What is written here imports the kit.
  symlinkSync(join(import.meta.dirname, '../../node_modules'), join(root, 'node_modules'));
  mkdirSync(join(root, 'services/users/src/migrations'), { recursive: true });
  writeFileSync(join(root, 'services/users/src/migrations/1763683200000-create-profiles.ts'), '');
  for (const [noun, table] of [
    ['note', 'notes'],
    ['profile', 'profiles'],
  ] as const) {
    const folder = join(root, 'services/users/src', noun);
    mkdirSync(folder);
    writeFileSync(join(folder, `${noun}.entity.ts`), `export const entity = { tableName: '${table}' };\n`);
    writeFileSync(join(folder, `${noun}.feature.ts`), `export const feature = defineFeature({ entities: [] });\n`);
  }
});
afterAll(async () => {
  rmSync(root, { recursive: true });
  await database.drop();
});

async function write(name: string, now: Date): Promise<string> {
  const difference = await findDifference(database.ownerUrl, grown);
  const [file = ''] = await createMigration({ root, service: 'users', name, difference, url: database.ownerUrl, now });
  return file;
}

it('finds no difference where entities and migrations agree', async () => {
  expect(await findDifference(database.ownerUrl, users)).toEqual({ up: [], down: [], byHand: [] });
});

it('writes a migration that makes the difference, protects the table, and takes it back', async () => {
  const file = await write('add-notes', new Date(1_800_000_000_000));
  expect(file).toBe('services/users/src/migrations/1800000000000-add-notes.ts');
  const { AddNotes1800000000000 } = await import(pathToFileURL(join(root, file)).href);
  const migrations = [...users.migrations, AddNotes1800000000000];
  const dataSource = createDataSource({ url: database.ownerUrl, schema: 'users', entities: [], migrations });
  await dataSource.initialize();
  const owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  try {
    await dataSource.runMigrations();
    const missing = ['notes_words on notes'];
    expect(await findDifference(database.ownerUrl, grown)).toEqual({ up: [], down: [], byHand: missing });
    await dataSource.query('CREATE INDEX notes_words ON notes USING gin (words)');
    expect(await findDifference(database.ownerUrl, grown)).toEqual({ up: [], down: [], byHand: [] });
    expect(await tablesKeepSpacesApart(owner, 'users')).toEqual([]);
    await dataSource.undoLastMigration();
    expect((await findDifference(database.ownerUrl, grown)).up).toHaveLength(2);
  } finally {
    await owner.end();
    await dataSource.destroy();
  }
});

it('writes SQL as people do here', async () => {
  const text = readFileSync(join(root, await write('add-notes-again', new Date(1_800_000_000_001))), 'utf8');
  expect(text).toContain(`
      CREATE TABLE notes (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        "order" integer NOT NULL,
        tags jsonb NOT NULL DEFAULT '{"a":["it''s, (so)"]}',
        created_at timestamptz,
        words tsvector GENERATED ALWAYS AS (to_tsvector('simple', tags->>'a')) STORED NOT NULL,
        CONSTRAINT notes_order_positive CHECK ("order" > 0)
      )\`);`);
  expect(text).toContain('"CREATE INDEX notes_of_space ON notes (space_id, created_at)"');
  expect(text).toContain("await protectTable(queryRunner, 'notes');");
  expect(text.match(/DROP .*/g)).toEqual(['DROP TABLE notes");']);
  expect(text).toContain("import type { MigrationInterface, QueryRunner } from 'typeorm';");
});

it('lists it in the feature of the table, after those that are there', async () => {
  // A clock that is behind must not put it in front of migrations that have run.
  const file = await write('add-more', new Date(0));
  const timestamp = Number(/(\d+)-add-more\.ts$/.exec(file)?.[1]);
  expect(timestamp).toBeGreaterThan(1_763_683_200_000);
  const text = readFileSync(join(root, featureFile), 'utf8');
  expect(text).toContain(`import { AddMore${timestamp} } from '../migrations/${timestamp}-add-more.ts';\n`);
  expect(text).toMatch(new RegExp(`migrations: \\[AddNotes\\d+, .*AddMore${timestamp}\\]`));
});

it('refuses a name that is none', async () => {
  await expect(write('Add Notes', new Date())).rejects.toThrow('is no name');
});

it('points at what loses data or breaks the release before', () => {
  const safe = [
    'CREATE TABLE "notes" ("id" uuid NOT NULL)',
    'ALTER TABLE "notes" ADD "rank" integer',
    'CREATE INDEX "a" ON "notes" ("id")',
  ];
  const withDefault = 'ALTER TABLE "notes" ADD "rank" integer NOT NULL DEFAULT 0';
  const risky = [
    'ALTER TABLE "notes" ADD "rank" integer NOT NULL',
    'ALTER TABLE "notes" DROP COLUMN "rank"',
    'ALTER TABLE "notes" RENAME COLUMN "a" TO "b"',
    'ALTER TABLE "notes" ALTER COLUMN "a" SET NOT NULL',
    'ALTER TABLE "notes" ALTER COLUMN "a" TYPE text',
    'DROP TABLE "notes"',
  ];
  expect(riskyStatements({ up: [...safe, withDefault, ...risky], down: [], byHand: [] })).toEqual(risky);
});
