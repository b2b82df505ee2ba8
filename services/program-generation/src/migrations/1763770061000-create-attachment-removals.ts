import { protectTable } from '@lyceum/common/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateAttachmentRemovals1763770061000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE attachment_removals (
        id uuid PRIMARY KEY,
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        owner_id uuid NOT NULL,
        size integer NOT NULL,
        until timestamptz NOT NULL
      )`);
    await queryRunner.query('CREATE INDEX attachment_removals_until ON attachment_removals (space_id, until)');
    await protectTable(queryRunner, 'attachment_removals');
    await queryRunner.query('CREATE INDEX attachments_size ON attachments (space_id, owner_id, size)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX attachments_size');
    await queryRunner.query('DROP TABLE attachment_removals');
  }
}
