import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddMissingCharacters1764368000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query("ALTER TABLE program_exports ADD missing_characters text[] NOT NULL DEFAULT '{}'");
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE program_exports DROP COLUMN missing_characters');
  }
}
