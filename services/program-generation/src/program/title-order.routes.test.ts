import { listPrograms } from '@lyceum/contracts/program-generation/program';
import { asUser } from '@lyceum/testing/actors';
import { DataSource } from 'typeorm';
import { buildWaitingProgram } from '../../test/factories.ts';
import { service } from '../../test/program-generation-service.ts';

/** As people look things up, whatever the alphabet. */
const ordered = [
  '«Кавычки»',
  '10 шагов',
  'éclair',
  'Excel',
  'Word',
  'әліппе',
  'программа Астра',
  'Программа ёж',
  'Программа ежик',
  'Программа Ёлка',
  'Программа Ель',
  'Программа Жук',
  'Программа яблоко',
];
const owner = asUser();

const lists = {
  'titles of programmes': {
    build: (titles: readonly string[]) => each(titles, (title) => buildWaitingProgram(service, owner, { title })),
    page: async (cursor: string | undefined, sort: 'title' | '-title') => {
      const query = { sort, limit: 2, ...(cursor && { cursor }) };
      const { body } = await service.call(listPrograms, { as: owner, query });
      return { names: body.items.map(({ title }: { title: string }) => title), next: body.nextCursor };
    },
    sorts: ['title', '-title'],
  },
} as const;

async function each(names: readonly string[], make: (name: string) => Promise<unknown>): Promise<void> {
  for (const name of names) await make(name);
}

describe('a list that people see sorted', () => {
  it.each(Object.entries(lists))('has %s in the order of the alphabet, page by page', async (_, { build, page, sorts }) => {
    await build([...ordered].sort());
    for (const sort of sorts) {
      const found: string[] = [];
      for (let cursor: string | undefined, more = true; more; ) {
        const { names, next } = await page(cursor, sort);
        found.push(...names);
        more = next !== null;
        cursor = next;
      }
      expect(found).toEqual(sort === 'title' ? ordered : ordered.toReversed());
    }
  });

  it('comes from its index, the next page too', async () => {
    await service.rows((db) =>
      db.query(
        `INSERT INTO programs
         SELECT (jsonb_populate_record(program, jsonb_build_object('id', gen_random_uuid(), 'title', 'Программа ' || number))).*
         FROM programs program, generate_series(1, 2000) number WHERE program.id = (SELECT id FROM programs LIMIT 1)`,
      ),
    );
    const owning = await new DataSource({ type: 'postgres', url: service.testDatabase.ownerUrl }).initialize();
    await owning.query('ANALYZE program_generation.programs');
    await owning.destroy();
    const plan = await service.rows(async (db) => {
      const lines = await db.query<{ 'QUERY PLAN': string }[]>(
        `EXPLAIN (COSTS OFF) SELECT id FROM programs
         WHERE (title, id) > ('Программа ёж', '01935e1c-0000-7000-8000-000000000000') ORDER BY title, id LIMIT 21`,
      );
      return lines.map((line) => line['QUERY PLAN']).join('\n');
    });
    expect(plan).toMatch(/Index (Only )?Scan using programs_by_title/);
    expect(plan).not.toMatch(/Sort/);
  });
});
