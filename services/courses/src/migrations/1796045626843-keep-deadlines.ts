import type { MigrationInterface, QueryRunner } from 'typeorm';

export class KeepDeadlines1796045626843 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE lesson_versions ADD due_at text COLLATE "C"');
    await queryRunner.query('ALTER TABLE lesson_versions ADD due_days integer');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE lesson_versions DROP COLUMN due_days');
    await queryRunner.query('ALTER TABLE lesson_versions DROP COLUMN due_at');
  }
}
