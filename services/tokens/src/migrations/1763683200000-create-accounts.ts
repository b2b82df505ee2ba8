import { databaseNames, protectTable } from '@lyceum/common/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateAccounts1763683200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE spaces (
        id text NOT NULL CONSTRAINT spaces_id PRIMARY KEY,
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        title text NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT spaces_own_row CHECK (id = space_id)
      )`);
    await queryRunner.query(`
      CREATE TABLE accounts (
        id uuid PRIMARY KEY,
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        email text NOT NULL,
        password_hash text NOT NULL,
        name text NOT NULL,
        locale text NOT NULL,
        roles text[] NOT NULL,
        email_confirmed_at timestamptz,
        created_at timestamptz NOT NULL,
        CONSTRAINT accounts_email UNIQUE (space_id, email)
      )`);
    await queryRunner.query(`
      CREATE TABLE email_confirmations (
        token_hash text PRIMARY KEY,
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        account_id uuid NOT NULL CONSTRAINT email_confirmations_account REFERENCES accounts ON DELETE CASCADE,
        expires_at timestamptz NOT NULL
      )`);
    await queryRunner.query('CREATE INDEX email_confirmations_of_account ON email_confirmations (space_id, account_id)');
    await queryRunner.query('CREATE INDEX email_confirmations_expiry ON email_confirmations (expires_at)');
    await queryRunner.query(`
      CREATE TABLE sessions (
        id uuid PRIMARY KEY,
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        account_id uuid NOT NULL CONSTRAINT sessions_account REFERENCES accounts ON DELETE CASCADE,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        revoked_at timestamptz,
        user_agent text NOT NULL,
        address text NOT NULL
      )`);
    await queryRunner.query('CREATE INDEX sessions_of_account ON sessions (space_id, account_id)');
    await queryRunner.query('CREATE INDEX sessions_expiry ON sessions (expires_at)');
    await queryRunner.query(`
      CREATE TABLE refresh_tokens (
        token_hash text PRIMARY KEY,
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        session_id uuid NOT NULL CONSTRAINT refresh_tokens_session REFERENCES sessions ON DELETE CASCADE,
        created_at timestamptz NOT NULL,
        used_at timestamptz,
        successor_salt text
      )`);
    await queryRunner.query('CREATE INDEX refresh_tokens_of_session ON refresh_tokens (session_id)');
    await queryRunner.query(`
      CREATE TABLE signing_keys (
        kid uuid PRIMARY KEY,
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        public_key jsonb NOT NULL,
        private_key text NOT NULL,
        created_at timestamptz NOT NULL,
        active_from timestamptz NOT NULL,
        retire_at timestamptz
      )`);
    for (const table of ['spaces', 'accounts', 'email_confirmations', 'sessions', 'refresh_tokens', 'signing_keys']) {
      await protectTable(queryRunner, table);
    }
    await queryRunner.query("INSERT INTO spaces (id, space_id, title, created_at) VALUES ('main', 'main', 'Lyceum', now())");
    await queryRunner.query("COMMENT ON CONSTRAINT spaces_id ON spaces IS 'all spaces: the name of a space is taken once'");
    for (const table of ['email_confirmations', 'refresh_tokens']) {
      await queryRunner.query(`COMMENT ON CONSTRAINT ${table}_pkey ON ${table} IS 'all spaces: a hash of 256 random bits'`);
    }
    await createPurge(queryRunner);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP FUNCTION purge_expired');
    await queryRunner.query('DROP TABLE signing_keys, refresh_tokens, sessions, email_confirmations, accounts, spaces');
  }
}

/**
 * The service's role sees one space at a time and has no list of spaces. This function runs as the owner, whom the policies do
 * not bind, and can do nothing but delete what has expired in any space; at most 1000 rows of each table a call.
 */
async function createPurge(queryRunner: QueryRunner): Promise<void> {
  const { role, schema } = databaseNames('tokens');
  await queryRunner.query(`
    CREATE FUNCTION purge_expired(before timestamptz) RETURNS integer
    LANGUAGE sql SECURITY DEFINER SET search_path = ${schema}, pg_temp AS $$
      WITH confirmations AS (
        DELETE FROM email_confirmations WHERE token_hash IN
          (SELECT token_hash FROM email_confirmations WHERE expires_at < before LIMIT 1000 FOR UPDATE SKIP LOCKED)
        RETURNING 1
      ), ended AS (
        DELETE FROM sessions WHERE id IN
          (SELECT id FROM sessions WHERE expires_at < before LIMIT 1000 FOR UPDATE SKIP LOCKED)
        RETURNING 1
      )
      SELECT (SELECT count(*) FROM confirmations)::integer + (SELECT count(*) FROM ended)::integer
    $$`);
  await queryRunner.query("COMMENT ON FUNCTION purge_expired IS 'all spaces: only deletes what has expired'");
  await queryRunner.query('REVOKE ALL ON FUNCTION purge_expired FROM PUBLIC');
  await queryRunner.query(`GRANT EXECUTE ON FUNCTION purge_expired TO ${role}`);
}
