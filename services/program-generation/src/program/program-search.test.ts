import { asUser } from '@lyceum/testing/actors';

import { DataSource, type EntityManager } from 'typeorm';
import { buildWaitingProgram } from '../../test/factories.ts';
import { service } from '../../test/program-generation-service.ts';
import { ProgramEntity } from './program.entity.ts';
import { whereFound } from './program-search.ts';

/** Copies of a programme, as many as make the planner care, each found by a word of its own. */
async function buildMany(): Promise<void> {
  const { id } = await buildWaitingProgram(service, asUser());
  await service.rows((db) =>
    db.query(
      `INSERT INTO programs
       SELECT (jsonb_populate_record(program, jsonb_build_object('id', gen_random_uuid(), 'search', to_tsvector('a' || number)))).*
       FROM programs program, generate_series(1, 2000) number WHERE id = $1`,
      [id],
    ),
  );
  const owner = await new DataSource({ type: 'postgres', url: service.testDatabase.ownerUrl }).initialize();
  await owner.query('ANALYZE program_generation.programs');
  await owner.destroy();
}

/** How PostgreSQL finds the programmes with these words. */
async function explainSearch(db: EntityManager, words: string): Promise<string> {
  const programs = db.createQueryBuilder(ProgramEntity, 'program');
  whereFound(programs, words);
  const [sql, parameters] = programs.getQueryAndParameters();
  const lines = await db.query<{ 'QUERY PLAN': string }[]>(`EXPLAIN (COSTS OFF) ${sql}`, parameters);
  return lines.map((line) => line['QUERY PLAN']).join('\n');
}

it('searches through the index as the role of the service, under the policy of the table', async () => {
  await buildMany();
  const [role, plan] = await service.rows(async (db) => [
    await db.query('SELECT current_user AS name, rolsuper OR rolbypassrls AS free FROM pg_roles WHERE rolname = current_user'),
    await explainSearch(db, 'базы данных'),
  ]);
  expect(role).toEqual([{ name: 'lyceum_program_generation', free: false }]);
  expect(plan).toMatch(/Filter: \(space_id = current_setting\('app\.space'/);
  expect(plan).toMatch(/Bitmap Index Scan on programs_search\s+Index Cond: \(search @@/);
});
