import { databaseNames } from '@lyceum/common/database';
import { connectDatabase } from '@lyceum/common/run/connect-database';
import { Client } from 'pg';
import { type Bench, medianRatio, type Report, type Table } from './report.ts';
import { migrateServices, withServers } from './servers.ts';
import { fill, type Keys } from './spaces/fill.ts';
import { courses } from './spaces/service.ts';
import { byKey, byKeyInSql, type Comparison, newest, withPolicy } from './spaces/variants.ts';

/** Variants take turns in blocks this short, so that all of them meet the same machine. */
const callsPerBlock = 100;
const blocksPerRound = 20;

/** What row-level spaces cost, on one connection, one call after another. */
export const spaces: Bench = {
  name: 'spaces',
  run: (rounds) =>
    withServers(async ({ postgres: { ownerUrl } }) => {
      const toUrl = await migrateServices(ownerUrl, [courses]);
      const keys = await fill(ownerUrl);
      const url = toUrl(courses);
      const { schema } = databaseNames(courses.name);
      const database = await connectDatabase({ url, schema, entities: courses.entities, poolSize: 1 });
      const client = new Client({ connectionString: url, options: `-c search_path=${schema}` });
      await client.connect();
      try {
        const tables: Table[] = [];
        for (const comparison of [byKey(database), byKeyInSql(database, client), newest(database)]) {
          tables.push(await measure(comparison, keys, rounds));
        }
        return report(tables);
      } finally {
        await client.end();
        await database.stop();
      }
    }),
};

async function measure({ title, reference, variants }: Comparison, keys: Keys, rounds: number): Promise<Table> {
  const rows = variants.map(({ name }) => ({ name, values: [] as number[] }));
  // What comes before zero is for the compilers.
  for (let round = -blocksPerRound; round < rounds * blocksPerRound; round += 1) {
    for (const [index, { call, order }] of variants.entries()) {
      const chosen = keys.choose(callsPerBlock, order ?? 'one space');
      const began = performance.now();
      for (const key of chosen) await call(key);
      const microseconds = ((performance.now() - began) * 1000) / callsPerBlock;
      if (round >= 0) rows[index]?.values.push(microseconds);
    }
  }
  return { title, unit: 'µs', rows, reference };
}

function report(tables: readonly Table[]): Report {
  const cost = ({ rows, reference }: Table) => {
    const of = (name: string | undefined) => rows.find((row) => row.name === name)?.values ?? [];
    return medianRatio(of(withPolicy), of(reference));
  };
  return {
    title: 'Spaces: what row-level security costs',
    setting:
      "One connection of the service's own role, one call after another through `database.read`. Both tables hold the same 100,000 rows of " +
      `20 spaces. Variants take turns in blocks of ${callsPerBlock} calls; a value is the mean of a block, a ratio the median of what each block was ` +
      'to the one of the reference beside it.',
    tables,
    targets: tables.map((table) => ({
      name: `${table.title}: ${withPolicy} to ${table.reference}`,
      wanted: '< 1.10',
      measured: cost(table).toFixed(2),
      reached: cost(table) < 1.1,
    })),
  };
}
