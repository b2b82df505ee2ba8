import type { MigrationInterface, QueryRunner } from 'typeorm';

export class IndexDeadlines1796045626845 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('CREATE INDEX lesson_versions_due_at ON lesson_versions (space_id, due_at)');
    await queryRunner.query('CREATE INDEX lesson_versions_due_days ON lesson_versions (space_id, due_days)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX lesson_versions_due_days');
    await queryRunner.query('DROP INDEX lesson_versions_due_at');
  }
}
