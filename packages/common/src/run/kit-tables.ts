import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The tables every service has for the kit. They serve all spaces at once, so they carry the space and no policy. */
export class KitTables1763600000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE outbox (
        id uuid PRIMARY KEY,
        kind text NOT NULL CONSTRAINT outbox_kind CHECK (kind IN ('event', 'job')),
        name text NOT NULL,
        payload jsonb NOT NULL,
        space_id text NOT NULL,
        request_id text NOT NULL,
        occurred_at timestamptz NOT NULL,
        available_at timestamptz NOT NULL
      )`);
    await queryRunner.query('CREATE INDEX outbox_due ON outbox (kind, available_at, id)');
    await queryRunner.query(`
      CREATE TABLE inbox (
        message_id uuid NOT NULL,
        handler text NOT NULL,
        handled_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (message_id, handler)
      )`);
    await queryRunner.query('CREATE INDEX inbox_handled_at ON inbox (handled_at)');
    await queryRunner.query(`
      CREATE TABLE idempotency_keys (
        space_id text NOT NULL,
        caller text NOT NULL,
        endpoint text NOT NULL,
        key text NOT NULL,
        fingerprint text NOT NULL,
        status integer NOT NULL,
        body jsonb,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (space_id, caller, endpoint, key)
      )`);
    await queryRunner.query('CREATE INDEX idempotency_keys_created_at ON idempotency_keys (created_at)');
    await queryRunner.query('CREATE TABLE schedules (name text PRIMARY KEY, next_run_at timestamptz NOT NULL)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE schedules, idempotency_keys, inbox, outbox');
  }
}

/** Jobs run in fair turns of the people who asked for them. */
export class OutboxPerson1795900000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE outbox ADD COLUMN person_id uuid');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE outbox DROP COLUMN person_id');
  }
}

/**
 * A service's role sees one space at a time. This function runs as the owner, whom the policies do not bind, and tells of a table of
 * its own schema the names of the spaces that have rows in it: from one to the next, so that it reads a row for each space.
 */
export class SpacesWithRows1795960000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const [{ schema }]: [{ schema: string }] = await queryRunner.query('SELECT current_schema() AS schema');
    await queryRunner.query(`
      CREATE FUNCTION spaces_with_rows(of_table regclass) RETURNS SETOF text
      LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ${schema}, pg_temp AS $$
      BEGIN
        IF (SELECT relnamespace FROM pg_class WHERE oid = of_table) <> '${schema}'::regnamespace THEN
          RAISE EXCEPTION 'the table % is of another service', of_table;
        END IF;
        RETURN QUERY EXECUTE format('
          WITH RECURSIVE found AS (
            SELECT min(space_id) AS space FROM %1$s
            UNION ALL
            SELECT (SELECT min(space_id) FROM %1$s WHERE space_id > found.space) FROM found WHERE found.space IS NOT NULL
          )
          SELECT space FROM found WHERE space IS NOT NULL', of_table);
      END $$`);
    await queryRunner.query(`GRANT EXECUTE ON FUNCTION spaces_with_rows TO lyceum_${schema}`);
    await queryRunner.query("COMMENT ON FUNCTION spaces_with_rows IS 'all spaces: tells their names and nothing of their rows'");
    await queryRunner.query('REVOKE ALL ON FUNCTION spaces_with_rows FROM PUBLIC');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP FUNCTION spaces_with_rows');
  }
}

/** A message for one service alone. */
export class OutboxRecipient1795961000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE outbox ADD COLUMN recipient text');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE outbox DROP COLUMN recipient');
  }
}

/** What every service has, before its own. */
export const kitMigrations = [
  KitTables1763600000000,
  OutboxPerson1795900000000,
  SpacesWithRows1795960000000,
  OutboxRecipient1795961000000,
];
