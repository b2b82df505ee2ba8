import { protectTable } from '@lyceum/common/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateRecordStores1796029325825 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE record_stores (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        endpoint text NOT NULL,
        username text NOT NULL,
        secret text NOT NULL,
        naming text NOT NULL,
        enabled boolean NOT NULL,
        platform_url text NOT NULL,
        dropped integer NOT NULL,
        last_sent_at timestamptz,
        last_failure jsonb,
        sending_until timestamptz,
        version integer NOT NULL,
        CONSTRAINT record_stores_one UNIQUE (space_id),
        CONSTRAINT record_stores_naming CHECK (naming IN ('account', 'mbox'))
      )`);
    await queryRunner.query(`
      CREATE TABLE xapi_statements (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        store_id uuid NOT NULL,
        statement_id uuid NOT NULL,
        statement jsonb NOT NULL,
        status text NOT NULL,
        reason jsonb,
        created_at timestamptz NOT NULL,
        CONSTRAINT xapi_statements_once UNIQUE (space_id, statement_id),
        CONSTRAINT xapi_statements_status CHECK (status IN ('waiting', 'refused')),
        CONSTRAINT xapi_statements_refused CHECK ((status = 'refused') = (reason IS NOT NULL))
      )`);
    await queryRunner.query(
      'CREATE INDEX xapi_statements_of_store ON xapi_statements (store_id, status, created_at, id, space_id)',
    );
    await queryRunner.query(
      'ALTER TABLE xapi_statements ADD CONSTRAINT xapi_statements_store FOREIGN KEY (store_id) REFERENCES record_stores(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await protectTable(queryRunner, 'record_stores');
    await protectTable(queryRunner, 'xapi_statements');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE xapi_statements DROP CONSTRAINT xapi_statements_store');
    await queryRunner.query('DROP TABLE xapi_statements');
    await queryRunner.query('DROP TABLE record_stores');
  }
}
