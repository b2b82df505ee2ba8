import type { MigrationInterface, QueryRunner } from 'typeorm';

export class IndexExtendedDeadlines1796045626847 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('CREATE INDEX deadline_extensions_due ON deadline_extensions (space_id, due_at)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX deadline_extensions_due');
  }
}
