import { protectTable } from '@lyceum/common/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateMails1763683200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE recipients (
        id uuid PRIMARY KEY,
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        email text NOT NULL,
        name text NOT NULL,
        locale text NOT NULL,
        registered_at timestamptz NOT NULL,
        profile_version integer NOT NULL
      )`);
    await protectTable(queryRunner, 'recipients');
    await queryRunner.query(`
      CREATE TABLE mails (
        id uuid PRIMARY KEY,
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        message_id uuid NOT NULL,
        account_id uuid,
        address text NOT NULL,
        kind text NOT NULL,
        locale text NOT NULL,
        subject text NOT NULL,
        params jsonb NOT NULL,
        status text NOT NULL,
        attempts integer NOT NULL,
        leased_until timestamptz,
        created_at timestamptz NOT NULL,
        sent_at timestamptz,
        CONSTRAINT mails_message_kind UNIQUE (space_id, message_id, kind),
        CONSTRAINT mails_status CHECK (status IN ('queued', 'sent', 'failed'))
      )`);
    await queryRunner.query('CREATE INDEX mails_of_account ON mails (space_id, account_id, created_at, id)');
    await protectTable(queryRunner, 'mails');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE mails, recipients');
  }
}
