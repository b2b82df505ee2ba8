import { databaseNames, spaceColumn } from '@lyceum/common/database';
import { allServices } from '@lyceum/stack/services';
import { cloneDatabase, type TestDatabase } from '@lyceum/testing/database';
import { Client } from 'pg';
import { EntitySchema } from 'typeorm';
import { checkDatabase } from '../src/rules/all-rules.ts';
import { entitiesAndMigrationsAgree } from '../src/rules/drift-rules.ts';
import { roleIsConfined } from '../src/rules/role-rules.ts';
import { tablesKeepSpacesApart } from '../src/rules/table-rules.ts';

const { role, schema } = databaseNames('users');
let database: TestDatabase;
let owner: Client;

beforeAll(async () => {
  database = await cloneDatabase();
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
});

afterAll(async () => {
  await owner.end();
  await database.drop();
});

/** What a rule says about the schema of users after these statements, which are taken back. */
async function after(statements: string, rule: () => Promise<{ file: string; message: string }[]>): Promise<string[]> {
  await owner.query('BEGIN');
  try {
    await owner.query(`SET LOCAL search_path = ${schema}`);
    await owner.query(statements);
    await owner.query('SET LOCAL search_path TO DEFAULT');
    return (await rule()).map(({ file, message }) => `${file} ${message}`);
  } finally {
    await owner.query('ROLLBACK');
  }
}

const space = "space_id text NOT NULL DEFAULT current_setting('app.space')";
const protect = `ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
  CREATE POLICY notes_space ON notes USING (space_id = current_setting('app.space')) WITH CHECK (space_id = current_setting('app.space'));`;
const notes = `CREATE TABLE notes (id uuid PRIMARY KEY, title text, ${space});`;

it('finds nothing in what the migrations of all services make', async () => {
  expect(await checkDatabase(database.ownerUrl, allServices)).toEqual([]);
});

it('takes a table that is protected', async () => {
  expect(await after(`${notes}${protect}`, () => tablesKeepSpacesApart(owner, schema))).toEqual([]);
});

it.each([
  ['no space', `CREATE TABLE notes (id uuid PRIMARY KEY)`, 'has no column space_id'],
  [
    'a space that may be null',
    `CREATE TABLE notes (id uuid PRIMARY KEY, space_id text DEFAULT current_setting('app.space'))`,
    'NOT NULL',
  ],
  [
    'a space of its own default',
    `CREATE TABLE notes (id uuid PRIMARY KEY, space_id text NOT NULL DEFAULT 'main')`,
    'DEFAULT current_setting',
  ],
  [
    'a default that means no space',
    `CREATE TABLE notes (id uuid PRIMARY KEY, space_id text NOT NULL DEFAULT current_setting('app.space', true))`,
    'DEFAULT current_setting',
  ],
  ['no protection', notes, 'has no row-level security'],
  [
    'a policy that is not in force',
    `${notes}${protect} ALTER TABLE notes DISABLE ROW LEVEL SECURITY`,
    'has no row-level security',
  ],
  ['protection without a policy', `${notes} ALTER TABLE notes ENABLE ROW LEVEL SECURITY`, 'one permissive policy'],
  ['a policy for one command', `${notes}${protect.replace('USING', 'FOR UPDATE USING')}`, 'one permissive policy'],
  [
    'a policy that lets rows be written elsewhere',
    `${notes}${protect.replace(/WITH CHECK .*;/, 'WITH CHECK (true);')}`,
    'one permissive policy',
  ],
  [
    'a policy for which no space is every space',
    `${notes}${protect.replaceAll("current_setting('app.space')", "coalesce(current_setting('app.space', true), space_id)")}`,
    'one permissive policy',
  ],
  ['a second policy that allows more', `${notes}${protect} CREATE POLICY more ON notes USING (true)`, 'one permissive policy'],
  ['no primary key', `CREATE TABLE notes (title text, ${space});${protect}`, 'has no primary key'],
  [
    'a primary key of words',
    `CREATE TABLE notes (title text PRIMARY KEY, ${space});${protect}`,
    'notes_pkey must include space_id',
  ],
  [
    'a unique constraint over all spaces',
    `${notes}${protect} ALTER TABLE notes ADD CONSTRAINT notes_title UNIQUE (title)`,
    'notes_title must include space_id',
  ],
  [
    'a unique index over all spaces',
    `${notes}${protect} CREATE UNIQUE INDEX notes_title ON notes (lower(title))`,
    'notes_title must include space_id',
  ],
  [
    'an exclusion over all spaces',
    `${notes}${protect} ALTER TABLE notes ADD CONSTRAINT notes_title EXCLUDE USING btree (title WITH =)`,
    'notes_title must include space_id',
  ],
  [
    'a space that is only stored with a unique key',
    `${notes}${protect} CREATE UNIQUE INDEX notes_title ON notes (title) INCLUDE (space_id)`,
    'notes_title must include space_id',
  ],
])('finds a table with %s', async (_what, statements, message) => {
  const found = await after(statements, () => tablesKeepSpacesApart(owner, schema));
  expect(found.filter((finding) => !finding.startsWith('users.notes '))).toEqual([]);
  expect(found.join()).toContain(message);
});

it('takes a unique key over all spaces when a comment says why', async () => {
  const reasoned = `${notes}${protect} ALTER TABLE notes ADD CONSTRAINT notes_title UNIQUE (title);
    COMMENT ON CONSTRAINT notes_title ON notes IS 'all spaces: a title is taken once'`;
  expect(await after(reasoned, () => tablesKeepSpacesApart(owner, schema))).toEqual([]);
});

it.each([
  ['a view that reads as its owner', 'CREATE VIEW all_profiles AS SELECT * FROM profiles', 'users.all_profiles is a view'],
  ['a materialized view', 'CREATE MATERIALIZED VIEW all_profiles AS SELECT * FROM profiles', 'users.all_profiles is no table'],
  [
    'a function that runs as the owner',
    "CREATE FUNCTION all_names() RETURNS SETOF text LANGUAGE sql SECURITY DEFINER AS 'SELECT name FROM users.profiles'",
    'users.all_names() runs as the owner',
  ],
])('finds %s', async (_what, statements, message) => {
  const found = await after(statements, () => tablesKeepSpacesApart(owner, schema));
  expect(found).toEqual([expect.stringContaining(message)]);
});

it('takes a view that reads as who asks, and an owner function that asks for the space', async () => {
  const statements = `CREATE VIEW names WITH (security_invoker = true) AS SELECT name FROM profiles;
    CREATE FUNCTION names_of_space() RETURNS SETOF text LANGUAGE sql SECURITY DEFINER
      AS 'SELECT name FROM users.profiles WHERE space_id = current_setting(''app.space'')'`;
  expect(await after(statements, () => tablesKeepSpacesApart(owner, schema))).toEqual([]);
});

it.each([
  ['is a superuser', `ALTER ROLE ${role} SUPERUSER`, 'may not be superuser'],
  ['bypasses policies', `ALTER ROLE ${role} BYPASSRLS`, 'may not be superuser, bypass row-level security'],
  ['owns a table', `ALTER TABLE profiles OWNER TO ${role}`, 'owns users.profiles'],
  ['owns its schema', `ALTER SCHEMA users OWNER TO ${role}`, 'owns the schema users'],
  [
    'owns a function',
    `CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'; ALTER FUNCTION mine OWNER TO ${role}`,
    'owns the function users.mine()',
  ],
  ['may make tables', `GRANT CREATE ON SCHEMA users TO ${role}`, 'may create things in the schema users'],
  ['may make things for everybody', `GRANT CREATE ON SCHEMA public TO PUBLIC`, 'may create things in the schema public'],
  [
    'may make schemas',
    `DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO ${role}', current_database()); END $$`,
    'may create schemas',
  ],
  ['reaches into another schema', `GRANT USAGE ON SCHEMA tokens TO ${role}`, 'may use the schema tokens'],
  ['can become another role', `GRANT lyceum_tokens TO ${role}`, 'is a member of lyceum_tokens'],
  ['may truncate', `GRANT TRUNCATE ON profiles TO ${role}`, 'may truncate, reference or put triggers on users.profiles'],
])('finds a role that %s', async (_what, statements, message) => {
  const found = await after(statements, () => roleIsConfined(owner, role, schema));
  expect(found).toContainEqual(expect.stringContaining(`${role} ${message}`));
});

it('finds an entity whose table no migration made, and a column that none added', async () => {
  const columns = { ...spaceColumn, id: { type: 'uuid', primary: true } } as const;
  const missing = new EntitySchema({ name: 'note', tableName: 'notes', columns });
  const grown = new EntitySchema({ name: 'profile', tableName: 'profiles', columns: { ...columns, rank: { type: 'integer' } } });
  const statements = async (entity: EntitySchema) => {
    const service = { name: 'users', entities: [entity], migrations: [] } as const;
    return (await entitiesAndMigrationsAgree(database.ownerUrl, service)).map(({ message }) => message).join('\n');
  };
  expect(await statements(missing)).toContain('CREATE TABLE "notes"');
  expect(await statements(grown)).toContain('ADD "rank" integer');
});
