import type { MigrationInterface, QueryRunner } from 'typeorm';

export class KeepTimeZones1796044919658 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE people ADD time_zone text');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE people DROP COLUMN time_zone');
  }
}
