import { databaseNames, protectTable } from '@lyceum/common/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** `email_confirmations` stays for the release before, and goes with the next migration. */
export class KeepRegistrations1764360000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE registrations (
        id uuid PRIMARY KEY,
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        email text NOT NULL,
        password_hash text NOT NULL,
        name text NOT NULL,
        locale text NOT NULL,
        token_hash text NOT NULL,
        contested boolean NOT NULL,
        expires_at timestamptz NOT NULL,
        CONSTRAINT registrations_password UNIQUE (space_id, email, password_hash),
        CONSTRAINT registrations_token UNIQUE (space_id, token_hash)
      )`);
    await queryRunner.query('CREATE INDEX registrations_expiry ON registrations (expires_at)');
    // Nobody knows whether an account that waits was overwritten, so its link needs the password, too.
    await queryRunner.query(`
      INSERT INTO registrations (id, space_id, email, password_hash, name, locale, token_hash, contested, expires_at)
      SELECT a.id, a.space_id, a.email, a.password_hash, a.name, a.locale, c.token_hash, true, c.expires_at
      FROM email_confirmations c JOIN accounts a ON a.id = c.account_id
      WHERE a.email_confirmed_at IS NULL
      ON CONFLICT DO NOTHING`);
    await protectTable(queryRunner, 'registrations');
    await replacePurge(queryRunner, ['email_confirmations', 'registrations', 'sessions']);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await replacePurge(queryRunner, ['email_confirmations', 'sessions']);
    await queryRunner.query('DROP TABLE registrations');
  }
}

/** As it was made: runs as the owner in all spaces, deletes at most 1000 expired rows of each table a call. */
async function replacePurge(queryRunner: QueryRunner, tables: readonly string[]): Promise<void> {
  const { schema } = databaseNames('tokens');
  const deletions = tables.map(
    (table) => `
      ${table}_gone AS (
        DELETE FROM ${table} WHERE ctid IN
          (SELECT ctid FROM ${table} WHERE expires_at < before LIMIT 1000 FOR UPDATE SKIP LOCKED)
        RETURNING 1
      )`,
  );
  const sum = tables.map((table) => `(SELECT count(*) FROM ${table}_gone)`).join(' + ');
  await queryRunner.query(`
    CREATE OR REPLACE FUNCTION purge_expired(before timestamptz) RETURNS integer
    LANGUAGE sql SECURITY DEFINER SET search_path = ${schema}, pg_temp AS $$
      WITH ${deletions.join(',')}
      SELECT (${sum})::integer
    $$`);
}
