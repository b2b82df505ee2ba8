import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The root collation of ICU: what a column sorts by, its indexes and cursors compare by. */
export class SortTitles1764367200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE programs ALTER COLUMN title TYPE text COLLATE "und-x-icu"');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE programs ALTER COLUMN title TYPE text COLLATE "default"');
  }
}
