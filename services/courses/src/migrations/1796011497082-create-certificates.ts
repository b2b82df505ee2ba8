import { protectTable } from '@lyceum/common/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateCertificates1796011497082 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE badges (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        person_id uuid NOT NULL,
        recipient_name text NOT NULL,
        issuer_name text NOT NULL,
        achievement jsonb NOT NULL,
        issued_at timestamptz NOT NULL,
        credential jsonb,
        revoked_at timestamptz,
        revocation_reason text,
        CONSTRAINT badges_revoked CHECK ((revoked_at IS NULL) = (revocation_reason IS NULL))
      )`);
    await queryRunner.query('CREATE INDEX badges_revoked_at ON badges (space_id, revoked_at)');
    await queryRunner.query(`
      CREATE TABLE badge_keys (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        kid text NOT NULL,
        public_key_multibase text NOT NULL,
        private_key text NOT NULL,
        created_at timestamptz NOT NULL,
        retired_at timestamptz,
        PRIMARY KEY (space_id, kid)
      )`);
    await queryRunner.query(`
      CREATE TABLE certificate_templates (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        content jsonb NOT NULL,
        version integer NOT NULL,
        CONSTRAINT certificate_templates_one UNIQUE (space_id)
      )`);
    await queryRunner.query(`
      CREATE TABLE certificates (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        course_id uuid NOT NULL,
        enrolment_id uuid NOT NULL,
        person_id uuid NOT NULL,
        badge_id uuid NOT NULL,
        number text NOT NULL,
        status text NOT NULL,
        language text NOT NULL,
        learner_name text NOT NULL,
        course_title text NOT NULL,
        hours integer,
        score double precision,
        revision integer NOT NULL,
        evidence_hash text NOT NULL,
        school_name text NOT NULL,
        signer_name text NOT NULL,
        signer_position text NOT NULL,
        title_lines jsonb NOT NULL,
        accent_color text NOT NULL,
        issued_at timestamptz NOT NULL,
        revoked_at timestamptz,
        revocation_reason text,
        revoked_by uuid,
        CONSTRAINT certificates_once UNIQUE (space_id, enrolment_id),
        CONSTRAINT certificates_number UNIQUE (space_id, number),
        CONSTRAINT certificates_status CHECK (status IN ('queued', 'ready', 'failed')),
        CONSTRAINT certificates_revoked CHECK ((revoked_at IS NULL) = (revocation_reason IS NULL))
      )`);
    await queryRunner.query('CREATE INDEX certificates_of_person ON certificates (space_id, person_id, issued_at, id)');
    await queryRunner.query('CREATE INDEX certificates_of_course ON certificates (space_id, course_id, issued_at, id)');
    await queryRunner.query('CREATE INDEX certificates_of_badge ON certificates (space_id, badge_id)');
    await queryRunner.query(
      'ALTER TABLE certificates ADD CONSTRAINT certificates_enrolment FOREIGN KEY (enrolment_id) REFERENCES enrolments(id) ON DELETE RESTRICT ON UPDATE NO ACTION',
    );
    await queryRunner.query(
      'ALTER TABLE certificates ADD CONSTRAINT certificates_badge FOREIGN KEY (badge_id) REFERENCES badges(id) ON DELETE RESTRICT ON UPDATE NO ACTION',
    );
    await protectTable(queryRunner, 'badges');
    await protectTable(queryRunner, 'badge_keys');
    await protectTable(queryRunner, 'certificate_templates');
    await protectTable(queryRunner, 'certificates');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE certificates DROP CONSTRAINT certificates_badge');
    await queryRunner.query('ALTER TABLE certificates DROP CONSTRAINT certificates_enrolment');
    await queryRunner.query('DROP TABLE certificates');
    await queryRunner.query('DROP TABLE certificate_templates');
    await queryRunner.query('DROP TABLE badge_keys');
    await queryRunner.query('DROP TABLE badges');
  }
}
