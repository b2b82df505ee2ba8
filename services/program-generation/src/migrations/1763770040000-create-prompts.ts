import { protectTable } from '@lyceum/common/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreatePrompts1763770040000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE prompt_overrides (
        id uuid PRIMARY KEY,
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        name text NOT NULL,
        language text NOT NULL,
        text text,
        base_version integer NOT NULL,
        version integer NOT NULL,
        CONSTRAINT prompt_overrides_one UNIQUE (space_id, name, language)
      )`);
    await protectTable(queryRunner, 'prompt_overrides');

    await queryRunner.query(`
      CREATE TABLE prompt_trials (
        id uuid PRIMARY KEY,
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        name text NOT NULL,
        language text NOT NULL,
        author_id uuid NOT NULL,
        author_roles jsonb NOT NULL,
        text text NOT NULL,
        request jsonb NOT NULL,
        status text NOT NULL,
        current jsonb,
        candidate jsonb,
        created_at timestamptz NOT NULL,
        CONSTRAINT prompt_trials_status CHECK (status IN ('queued', 'running', 'ready', 'failed'))
      )`);
    await protectTable(queryRunner, 'prompt_trials');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE prompt_trials, prompt_overrides');
  }
}
