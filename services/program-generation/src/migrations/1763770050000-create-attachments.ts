import { protectTable } from '@lyceum/common/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateAttachments1763770050000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE attachments (
        id uuid PRIMARY KEY,
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        owner_id uuid NOT NULL,
        name text NOT NULL,
        type text NOT NULL,
        size integer NOT NULL,
        status text NOT NULL,
        failure text,
        text text,
        characters integer,
        cut boolean NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT attachments_status CHECK (status IN ('waiting', 'reading', 'ready', 'failed')),
        CONSTRAINT attachments_text CHECK ((status = 'ready') = (text IS NOT NULL))
      )`);
    await queryRunner.query('CREATE INDEX attachments_of_owner ON attachments (space_id, owner_id, created_at, id)');
    await protectTable(queryRunner, 'attachments');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE attachments');
  }
}
