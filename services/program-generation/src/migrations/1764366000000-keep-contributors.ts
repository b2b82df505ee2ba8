import type { MigrationInterface, QueryRunner } from 'typeorm';

export class KeepContributors1764366000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE program_versions ADD COLUMN contributors jsonb');
    await queryRunner.query('ALTER TABLE program_templates ADD COLUMN contributors jsonb');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE program_templates DROP COLUMN contributors');
    await queryRunner.query('ALTER TABLE program_versions DROP COLUMN contributors');
  }
}
