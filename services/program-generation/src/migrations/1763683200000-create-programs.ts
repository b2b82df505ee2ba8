import { protectTable } from '@lyceum/common/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreatePrograms1763683200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE programs (
        id uuid PRIMARY KEY,
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        owner_id uuid NOT NULL,
        owner_roles jsonb NOT NULL,
        request jsonb NOT NULL,
        title text NOT NULL,
        kind text NOT NULL,
        audience text NOT NULL,
        level text NOT NULL,
        hours integer NOT NULL,
        language text NOT NULL,
        search tsvector NOT NULL DEFAULT ''::tsvector,
        status text NOT NULL,
        state text NOT NULL,
        progress integer NOT NULL,
        step jsonb,
        failure jsonb,
        models jsonb NOT NULL,
        tokens integer NOT NULL,
        document jsonb,
        document_version integer NOT NULL,
        errors integer NOT NULL,
        warnings integer NOT NULL,
        submitted_by uuid,
        approved_by uuid,
        approved_at timestamptz,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        version integer NOT NULL,
        CONSTRAINT programs_status CHECK (status IN ('draft', 'review', 'approved', 'archived')),
        CONSTRAINT programs_state CHECK (state IN ('queued', 'generating', 'ready', 'failed', 'cancelled')),
        CONSTRAINT programs_document CHECK ((state = 'ready') = (document IS NOT NULL))
      )`);
    await queryRunner.query('CREATE INDEX programs_of_owner ON programs (space_id, owner_id, created_at, id)');
    await queryRunner.query('CREATE INDEX programs_of_space ON programs (space_id, created_at, id)');
    await queryRunner.query('CREATE INDEX programs_by_title ON programs (space_id, title, id)');
    await queryRunner.query('CREATE INDEX programs_by_hours ON programs (space_id, hours, id)');
    await queryRunner.query('CREATE INDEX programs_by_update ON programs (space_id, updated_at, id)');
    await queryRunner.query('CREATE INDEX programs_search ON programs USING gin (search)');
    await protectTable(queryRunner, 'programs');

    await queryRunner.query(`
      CREATE TABLE program_versions (
        id uuid PRIMARY KEY,
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        program_id uuid NOT NULL CONSTRAINT program_versions_program REFERENCES programs ON DELETE CASCADE,
        number integer NOT NULL,
        document jsonb NOT NULL,
        author_id uuid NOT NULL,
        reason text NOT NULL,
        note text NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT program_versions_number UNIQUE (space_id, program_id, number)
      )`);
    await protectTable(queryRunner, 'program_versions');

    await queryRunner.query(`
      CREATE TABLE program_block_locks (
        id uuid PRIMARY KEY,
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        program_id uuid NOT NULL CONSTRAINT program_block_locks_program REFERENCES programs ON DELETE CASCADE,
        block text NOT NULL,
        locked_by uuid NOT NULL,
        locked_at timestamptz NOT NULL,
        CONSTRAINT program_block_locks_once UNIQUE (space_id, program_id, block)
      )`);
    await protectTable(queryRunner, 'program_block_locks');

    await queryRunner.query(`
      CREATE TABLE program_exports (
        id uuid PRIMARY KEY,
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        program_id uuid NOT NULL CONSTRAINT program_exports_program REFERENCES programs ON DELETE CASCADE,
        document_version integer NOT NULL,
        letterhead_version integer NOT NULL,
        format text NOT NULL,
        profile text NOT NULL,
        status text NOT NULL,
        failure text,
        size integer,
        created_at timestamptz NOT NULL,
        CONSTRAINT program_exports_status CHECK (status IN ('queued', 'ready', 'failed')),
        CONSTRAINT program_exports_once UNIQUE (space_id, program_id, document_version, letterhead_version, format, profile)
      )`);
    await protectTable(queryRunner, 'program_exports');

    await queryRunner.query(`
      CREATE TABLE letterheads (
        id uuid PRIMARY KEY,
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        content jsonb NOT NULL,
        version integer NOT NULL,
        CONSTRAINT letterheads_one UNIQUE (space_id)
      )`);
    await protectTable(queryRunner, 'letterheads');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE letterheads, program_exports, program_block_locks, program_versions, programs');
  }
}
