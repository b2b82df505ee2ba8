import { protectTable } from '@lyceum/common/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateSubmissions1796014188276 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE submissions (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        course_id uuid NOT NULL,
        enrolment_id uuid NOT NULL,
        person_id uuid NOT NULL,
        lesson_id uuid NOT NULL,
        version_id uuid NOT NULL,
        title text NOT NULL,
        max_points integer NOT NULL,
        number integer NOT NULL,
        status text NOT NULL,
        text text NOT NULL,
        link text,
        file_ids uuid array NOT NULL,
        submitted_at timestamptz,
        due_at timestamptz,
        late boolean,
        graded_at timestamptz,
        graded_by uuid,
        points double precision,
        percent double precision,
        scores jsonb NOT NULL,
        feedback_text text,
        feedback text,
        sort_key text NOT NULL,
        version integer NOT NULL,
        CONSTRAINT submissions_number UNIQUE (space_id, enrolment_id, lesson_id, number),
        CONSTRAINT submissions_status CHECK (status IN ('draft', 'submitted', 'returned', 'accepted')),
        CONSTRAINT submissions_submitted CHECK ((status = 'draft') = (submitted_at IS NULL)),
        CONSTRAINT submissions_graded CHECK ((status IN ('returned', 'accepted')) = (points IS NOT NULL))
      )`);
    await queryRunner.query('CREATE INDEX submissions_of_course ON submissions (space_id, course_id, sort_key, id)');
    await queryRunner.query(`
      CREATE TABLE submission_files (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        course_id uuid NOT NULL,
        enrolment_id uuid NOT NULL,
        person_id uuid NOT NULL,
        lesson_id uuid NOT NULL,
        name text NOT NULL,
        type text NOT NULL,
        size integer NOT NULL,
        status text NOT NULL,
        etag text,
        created_at timestamptz NOT NULL,
        CONSTRAINT submission_files_status CHECK (status IN ('waiting', 'ready'))
      )`);
    await queryRunner.query('CREATE INDEX submission_files_of_enrolment ON submission_files (space_id, enrolment_id, size)');
    await queryRunner.query('CREATE INDEX submission_files_created ON submission_files (space_id, created_at, id)');
    await queryRunner.query(`
      CREATE TABLE deadline_extensions (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        enrolment_id uuid NOT NULL,
        lesson_id uuid NOT NULL,
        due_at timestamptz NOT NULL,
        granted_by uuid NOT NULL,
        granted_at timestamptz NOT NULL,
        PRIMARY KEY (space_id, enrolment_id, lesson_id)
      )`);
    await queryRunner.query(
      'ALTER TABLE submissions ADD CONSTRAINT submissions_enrolment FOREIGN KEY (enrolment_id) REFERENCES enrolments(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await queryRunner.query(
      'ALTER TABLE submission_files ADD CONSTRAINT submission_files_enrolment FOREIGN KEY (enrolment_id) REFERENCES enrolments(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await queryRunner.query(
      'ALTER TABLE deadline_extensions ADD CONSTRAINT deadline_extensions_enrolment FOREIGN KEY (enrolment_id) REFERENCES enrolments(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await protectTable(queryRunner, 'submissions');
    await protectTable(queryRunner, 'submission_files');
    await protectTable(queryRunner, 'deadline_extensions');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE deadline_extensions DROP CONSTRAINT deadline_extensions_enrolment');
    await queryRunner.query('ALTER TABLE submission_files DROP CONSTRAINT submission_files_enrolment');
    await queryRunner.query('ALTER TABLE submissions DROP CONSTRAINT submissions_enrolment');
    await queryRunner.query('DROP TABLE deadline_extensions');
    await queryRunner.query('DROP TABLE submission_files');
    await queryRunner.query('DROP TABLE submissions');
  }
}
