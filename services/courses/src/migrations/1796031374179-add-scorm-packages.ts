import { protectTable } from '@lyceum/common/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddScormPackages1796031374179 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE scorm_packages (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        object_id uuid NOT NULL,
        fault jsonb,
        read_at timestamptz NOT NULL,
        CONSTRAINT scorm_packages_object UNIQUE (space_id, object_id)
      )`);
    await queryRunner.query(`
      CREATE TABLE scorm_entries (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        package_id uuid NOT NULL,
        path text NOT NULL,
        media_type text NOT NULL,
        "position" integer NOT NULL,
        compressed_size integer NOT NULL,
        size integer NOT NULL,
        method smallint NOT NULL,
        crc32 text NOT NULL,
        CONSTRAINT scorm_entries_path UNIQUE (space_id, package_id, path)
      )`);
    await queryRunner.query(`
      CREATE TABLE scorm_launches (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        token_hash text NOT NULL,
        course_id uuid NOT NULL,
        lesson_id uuid NOT NULL,
        version_id uuid NOT NULL,
        package_id uuid NOT NULL,
        object_id uuid NOT NULL,
        person_id uuid NOT NULL,
        enrolment_id uuid,
        session_id uuid,
        started_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        ended_at timestamptz,
        last_sequence integer NOT NULL,
        counted_seconds double precision NOT NULL,
        evidence_until timestamptz NOT NULL,
        CONSTRAINT scorm_launches_token UNIQUE (space_id, token_hash)
      )`);
    await queryRunner.query('CREATE INDEX scorm_launches_of_enrolment ON scorm_launches (space_id, enrolment_id, lesson_id)');
    await queryRunner.query('CREATE INDEX scorm_launches_expired ON scorm_launches (space_id, expires_at)');
    await queryRunner.query(`
      CREATE TABLE scorm_states (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        enrolment_id uuid NOT NULL,
        course_id uuid NOT NULL,
        lesson_id uuid NOT NULL,
        version_id uuid NOT NULL,
        cmi jsonb NOT NULL,
        total_seconds double precision NOT NULL,
        completion text NOT NULL,
        success text NOT NULL,
        percent double precision,
        launched_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        CONSTRAINT scorm_states_lesson UNIQUE (space_id, enrolment_id, lesson_id)
      )`);
    await queryRunner.query(
      'CREATE INDEX scorm_states_of_lesson ON scorm_states (space_id, course_id, lesson_id, updated_at, id)',
    );
    await queryRunner.query(
      'ALTER TABLE scorm_entries ADD CONSTRAINT scorm_entries_package FOREIGN KEY (package_id) REFERENCES scorm_packages(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await queryRunner.query(
      'ALTER TABLE scorm_launches ADD CONSTRAINT scorm_launches_enrolment FOREIGN KEY (enrolment_id) REFERENCES enrolments(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await queryRunner.query(
      'ALTER TABLE scorm_states ADD CONSTRAINT scorm_states_enrolment FOREIGN KEY (enrolment_id) REFERENCES enrolments(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await protectTable(queryRunner, 'scorm_packages');
    await protectTable(queryRunner, 'scorm_entries');
    await protectTable(queryRunner, 'scorm_launches');
    await protectTable(queryRunner, 'scorm_states');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE scorm_states DROP CONSTRAINT scorm_states_enrolment');
    await queryRunner.query('ALTER TABLE scorm_launches DROP CONSTRAINT scorm_launches_enrolment');
    await queryRunner.query('ALTER TABLE scorm_entries DROP CONSTRAINT scorm_entries_package');
    await queryRunner.query('DROP TABLE scorm_states');
    await queryRunner.query('DROP TABLE scorm_launches');
    await queryRunner.query('DROP TABLE scorm_entries');
    await queryRunner.query('DROP TABLE scorm_packages');
  }
}
