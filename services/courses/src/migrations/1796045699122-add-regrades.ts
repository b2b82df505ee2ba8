import { protectTable } from '@lyceum/common/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddRegrades1796045699122 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE regrades (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        course_id uuid NOT NULL,
        lesson_id uuid NOT NULL,
        question_id uuid NOT NULL,
        question_title text NOT NULL,
        question_version integer,
        content jsonb,
        rule text NOT NULL,
        status text NOT NULL,
        ordered_by uuid NOT NULL,
        created_at timestamptz NOT NULL,
        touched_at timestamptz NOT NULL,
        finished_at timestamptz,
        seen integer NOT NULL,
        changed integer NOT NULL,
        unfit integer NOT NULL,
        passed integer NOT NULL,
        CONSTRAINT regrades_status CHECK (status IN ('queued', 'running', 'done', 'failed')),
        CONSTRAINT regrades_finished CHECK ((status IN ('done', 'failed')) = (finished_at IS NOT NULL))
      )`);
    await queryRunner.query('CREATE INDEX regrades_of_lesson ON regrades (space_id, course_id, lesson_id, created_at, id)');
    await queryRunner.query('CREATE INDEX regrades_unfinished ON regrades (space_id, touched_at) WHERE finished_at IS NULL');
    await queryRunner.query(`
      CREATE TABLE attempt_regrades (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        regrade_id uuid NOT NULL,
        attempt_id uuid NOT NULL,
        points_before double precision NOT NULL,
        max_points_before double precision NOT NULL,
        percent_before double precision NOT NULL,
        grade_before jsonb NOT NULL,
        points_after double precision NOT NULL,
        max_points_after double precision NOT NULL,
        percent_after double precision NOT NULL,
        unfit boolean NOT NULL,
        regraded_at timestamptz NOT NULL,
        CONSTRAINT attempt_regrades_once UNIQUE (space_id, regrade_id, attempt_id)
      )`);
    await queryRunner.query('CREATE INDEX attempt_regrades_of_attempt ON attempt_regrades (space_id, attempt_id, regraded_at)');
    await queryRunner.query('CREATE INDEX attempt_regrades_by_regrade ON attempt_regrades (regrade_id)');
    await queryRunner.query('CREATE INDEX attempt_regrades_by_attempt ON attempt_regrades (attempt_id)');
    await queryRunner.query(
      'ALTER TABLE regrades ADD CONSTRAINT regrades_course FOREIGN KEY (course_id) REFERENCES courses(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await queryRunner.query(
      'ALTER TABLE attempt_regrades ADD CONSTRAINT attempt_regrades_regrade FOREIGN KEY (regrade_id) REFERENCES regrades(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await protectTable(queryRunner, 'regrades');
    await protectTable(queryRunner, 'attempt_regrades');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE attempt_regrades DROP CONSTRAINT attempt_regrades_regrade');
    await queryRunner.query('ALTER TABLE regrades DROP CONSTRAINT regrades_course');
    await queryRunner.query('DROP TABLE attempt_regrades');
    await queryRunner.query('DROP TABLE regrades');
  }
}
