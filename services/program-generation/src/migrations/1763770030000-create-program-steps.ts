import { protectTable } from '@lyceum/common/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateProgramSteps1763770030000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE program_steps (
        id uuid PRIMARY KEY,
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        program_id uuid NOT NULL CONSTRAINT program_steps_program REFERENCES programs ON DELETE CASCADE,
        key text NOT NULL,
        result jsonb NOT NULL,
        model text,
        tokens integer NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT program_steps_once UNIQUE (space_id, program_id, key)
      )`);
    await protectTable(queryRunner, 'program_steps');

    await queryRunner.query(`
      CREATE TABLE program_runs (
        program_id uuid PRIMARY KEY CONSTRAINT program_runs_program REFERENCES programs ON DELETE CASCADE,
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        job_id uuid NOT NULL,
        run_id uuid NOT NULL,
        beat_at timestamptz NOT NULL
      )`);
    await protectTable(queryRunner, 'program_runs');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE program_runs, program_steps');
  }
}
