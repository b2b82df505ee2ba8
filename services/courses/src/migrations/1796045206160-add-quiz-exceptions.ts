import { protectTable } from '@lyceum/common/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddQuizExceptions1796045206160 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE quiz_exceptions (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        course_id uuid NOT NULL,
        lesson_id uuid NOT NULL,
        enrolment_id uuid NOT NULL,
        person_id uuid NOT NULL,
        extra_attempts integer NOT NULL,
        time_percent integer NOT NULL,
        granted_by uuid NOT NULL,
        granted_at timestamptz NOT NULL,
        CONSTRAINT quiz_exceptions_learner UNIQUE (space_id, enrolment_id, lesson_id)
      )`);
    await queryRunner.query(
      'CREATE INDEX quiz_exceptions_of_lesson ON quiz_exceptions (space_id, course_id, lesson_id, granted_at, id)',
    );
    await queryRunner.query("ALTER TABLE enrolments ADD time_percent integer NOT NULL DEFAULT '100'");
    await queryRunner.query(
      'ALTER TABLE quiz_exceptions ADD CONSTRAINT quiz_exceptions_enrolment FOREIGN KEY (enrolment_id) REFERENCES enrolments(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await protectTable(queryRunner, 'quiz_exceptions');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE quiz_exceptions DROP CONSTRAINT quiz_exceptions_enrolment');
    await queryRunner.query('ALTER TABLE enrolments DROP COLUMN time_percent');
    await queryRunner.query('DROP TABLE quiz_exceptions');
  }
}
