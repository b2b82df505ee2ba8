import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Models are a service of their own, which has taken these rows over (its migration 1796000000000). */
export class LeaveModels1796000010000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const name of ['providers', 'tasks', 'budgets', 'budget_days', 'calls', 'settings']) {
      await queryRunner.query(`DROP TABLE IF EXISTS model_${name}`);
    }
  }

  async down(): Promise<void> {
    // The rows are where they belong.
  }
}
