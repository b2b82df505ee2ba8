import type { MigrationInterface, QueryRunner } from 'typeorm';

const tables = ['providers', 'tasks', 'budgets', 'budget_days', 'calls', 'settings'];

/** What program-generation kept before models were a service of their own. Its own migration, which runs later, drops it there. */
export class TakeOverModels1796000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const name of tables) {
      const table = `model_${name}`;
      const former = `program_generation.${table}`;
      const [found] = await queryRunner.query('SELECT to_regclass($1) AS former', [former]);
      if (found.former !== null) await queryRunner.query(`INSERT INTO ${table} SELECT * FROM ${former}`);
    }
  }

  async down(): Promise<void> {
    // The copies go with their tables.
  }
}
