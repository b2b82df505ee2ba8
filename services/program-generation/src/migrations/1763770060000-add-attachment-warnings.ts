import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddAttachmentWarnings1763770060000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query("ALTER TABLE attachments ADD warnings text[] NOT NULL DEFAULT '{}'");
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE attachments DROP COLUMN warnings');
  }
}
