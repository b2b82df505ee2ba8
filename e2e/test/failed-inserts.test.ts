import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { type Database, databaseNames } from '@lyceum/common/database';
import { errorText, summarizeError } from '@lyceum/common/error-report';
import { createLogger } from '@lyceum/common/log';
import { connectDatabase } from '@lyceum/common/run/connect-database';
import { allServices } from '@lyceum/stack/services';
import { cloneDatabase, type TestDatabase } from '@lyceum/testing/database';

interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
}

/** A value of a type that is found nowhere else, and how PostgreSQL would write it. */
const makers: Readonly<Record<string, () => { value: unknown; mark: string }>> = {
  text: () => marked((mark) => mark),
  _text: () => marked((mark) => [mark]),
  jsonb: () => marked((mark) => JSON.stringify({ mark })),
  bytea: () => marked((mark) => Buffer.from(mark)),
  uuid: () => both(randomUUID()),
  int2: () => both(String(randomInt(20_000, 32_767))),
  int4: () => both(String(randomInt(1_000_000_000, 2_000_000_000))),
  int8: () => both(String(randomInt(100_000_000_000, 200_000_000_000))),
  timestamptz: () => {
    const mark = `06:07:08.${randomInt(111, 999)}`;
    return { value: `2031-04-05T${mark}Z`, mark };
  },
};
const both = (mark: string) => ({ value: mark, mark });
function marked(place: (mark: string) => unknown) {
  const mark = `mark-${randomBytes(6).toString('hex')}`;
  return { value: place(mark), mark };
}
const misfit = () => marked((mark) => mark);

/** A row that holds a mark in every column that can. */
function buildRow(columns: readonly Column[]) {
  const parts = columns.map(({ name, type }) => {
    if (name === 'space_id') return { name, value: 'main' };
    return { name, ...(makers[type]?.() ?? { value: true }) };
  });
  return {
    values: Object.fromEntries(parts.map(({ name, value }) => [name, value])),
    marks: parts.flatMap((part) => ('mark' in part ? [part.mark] : [])),
  };
}

let database: TestDatabase;
const connections = new Map<string, Database>();

beforeAll(async () => {
  database = await cloneDatabase();
  for (const { name, entities } of allServices) {
    const { schema } = databaseNames(name);
    connections.set(name, await connectDatabase({ url: database.urlFor(name), schema, entities }));
  }
});
afterAll(async () => {
  for (const connection of connections.values()) await connection.stop();
  await database?.drop();
});

async function toTables(service: string, schema: string): Promise<[string, Column[]][]> {
  const columns = await connections.get(service)?.system((db) =>
    db.query<Column[]>(
      `SELECT table_name AS "table", column_name AS name, udt_name AS type, is_nullable = 'YES' AS nullable
       FROM information_schema.columns
       WHERE table_schema = $1 AND is_generated = 'NEVER' AND identity_generation IS NULL
       ORDER BY table_name, ordinal_position`,
      [schema],
    ),
  );
  const tables = Map.groupBy(columns ?? [], ({ table }) => table);
  return [...tables].filter(([table]) => table !== 'migrations');
}

/** Every way to write an error down. */
function write(error: unknown): string {
  const lines: string[] = [];
  const log = createLogger('test', 'trace', { write: (line) => void lines.push(line) });
  log.error({ err: error }, 'request failed');
  log.error({ err: error });
  log.warn({ reason: error }, 'under another name');
  log.error(error);
  log.child({ requestId: 'r' }).error({ err: new Error('outer', { cause: error }) }, 'as a cause');
  log.error({ err: new AggregateError([error], 'several') }, 'as one of several');
  return `${lines.join('')}${errorText(error)}${errorText(new Error('outer', { cause: error }))}${summarizeError(error)}`;
}

it.each(allServices.map(({ name }) => [name] as const))(
  'tells of a failed insert into any table of %s which table and why, and no value',
  async (service) => {
    const { schema } = databaseNames(service);
    const insert = async (table: string, values: Record<string, unknown>) => {
      const names = Object.keys(values);
      const places = names.map((_, index) => `$${index + 1}`);
      const query = `INSERT INTO ${table} (${names.map((name) => `"${name}"`).join(', ')}) VALUES (${places.join(', ')})`;
      const failed = connections.get(service)?.transact({ space: 'main' }, async (db) => {
        await db.query(query, Object.values(values));
        await db.query(query, Object.values(values));
      });
      return failed?.then(
        () => undefined,
        (error: unknown) => error,
      );
    };
    const leaks: string[] = [];
    const tables = await toTables(service, schema);
    for (const [table, columns] of tables) {
      const typed = columns.find(({ type }) => ['uuid', 'int4', 'int8', 'timestamptz'].includes(type));
      const required = columns.find(({ nullable, name }) => !nullable && name !== 'space_id');
      const changes = [{}, typed && { [typed.name]: misfit() }, required && { [required.name]: { value: null, mark: '' } }];
      for (const change of changes.filter((each) => each !== undefined)) {
        const { values, marks } = buildRow(columns);
        for (const [name, { value, mark }] of Object.entries(change)) {
          values[name] = value;
          if (mark) marks.push(mark);
        }
        const error = await insert(table, values);
        const text = write(error);
        expect(text).toMatch(/QueryFailedError/);
        expect(text).toMatch(/"code":"\d\w{4}"/);
        leaks.push(...marks.filter((mark) => text.includes(mark)).map((mark) => `${table} ${JSON.stringify(change)}: ${mark}`));
      }
    }
    expect(tables.length).toBeGreaterThan(4);
    expect(leaks).toEqual([]);
  },
);
