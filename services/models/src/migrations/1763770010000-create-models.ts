import { protectTable } from '@lyceum/common/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateModels1763770010000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE model_providers (
        id uuid PRIMARY KEY,
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        name text NOT NULL,
        settings jsonb NOT NULL,
        sealed_key text,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        version integer NOT NULL,
        CONSTRAINT model_providers_name UNIQUE (space_id, name)
      )`);
    await queryRunner.query(`
      CREATE TABLE model_tasks (
        id uuid PRIMARY KEY,
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        task text NOT NULL,
        providers jsonb NOT NULL,
        version integer NOT NULL,
        CONSTRAINT model_tasks_task UNIQUE (space_id, task)
      )`);
    await queryRunner.query(`
      CREATE TABLE model_budgets (
        id uuid PRIMARY KEY,
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        scope text NOT NULL,
        subject text NOT NULL,
        tokens_per_day bigint,
        micros_per_day bigint,
        version integer NOT NULL,
        CONSTRAINT model_budgets_subject UNIQUE (space_id, scope, subject)
      )`);
    await queryRunner.query(`
      CREATE TABLE model_budget_days (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        day date NOT NULL,
        subject text NOT NULL,
        used_tokens bigint NOT NULL DEFAULT 0,
        used_micros bigint NOT NULL DEFAULT 0,
        reserved_tokens bigint NOT NULL DEFAULT 0,
        reserved_micros bigint NOT NULL DEFAULT 0,
        PRIMARY KEY (space_id, day, subject)
      )`);
    await queryRunner.query(`
      CREATE TABLE model_calls (
        id uuid PRIMARY KEY,
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        task text NOT NULL,
        user_id uuid NOT NULL,
        provider text NOT NULL,
        model text NOT NULL,
        input_tokens integer NOT NULL,
        output_tokens integer NOT NULL,
        cost_micros bigint,
        currency text,
        duration_ms integer,
        outcome text NOT NULL,
        failure text,
        texts jsonb,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        CONSTRAINT model_calls_outcome
          CHECK (outcome IN ('running', 'done', 'refused', 'length', 'failed', 'cancelled', 'lost'))
      )`);
    await queryRunner.query('CREATE INDEX model_calls_of_space ON model_calls (space_id, created_at, id)');
    await queryRunner.query('CREATE INDEX model_calls_of_user ON model_calls (space_id, user_id, created_at, id)');
    await queryRunner.query("CREATE INDEX model_calls_running ON model_calls (space_id, expires_at) WHERE outcome = 'running'");
    await queryRunner.query('CREATE INDEX model_calls_with_texts ON model_calls (space_id, created_at) WHERE texts IS NOT NULL');
    await queryRunner.query(`
      CREATE TABLE model_settings (
        id uuid PRIMARY KEY,
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        record_texts boolean NOT NULL,
        version integer NOT NULL,
        CONSTRAINT model_settings_one UNIQUE (space_id)
      )`);
    for (const table of ['providers', 'tasks', 'budgets', 'budget_days', 'calls', 'settings']) {
      await protectTable(queryRunner, `model_${table}`);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'DROP TABLE model_settings, model_calls, model_budget_days, model_budgets, model_tasks, model_providers',
    );
  }
}
