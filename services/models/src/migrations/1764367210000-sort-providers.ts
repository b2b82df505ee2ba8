import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The root collation of ICU: what a column sorts by, its indexes and cursors compare by. */
export class SortProviders1764367210000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE model_providers ALTER COLUMN name TYPE text COLLATE "und-x-icu"');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE model_providers ALTER COLUMN name TYPE text COLLATE "default"');
  }
}
