import { protectTable } from '@lyceum/common/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class GuardTutor1796072147701 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE tutor_audit (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        person_id uuid NOT NULL,
        action text NOT NULL,
        code text,
        course_id uuid,
        conversation_id uuid,
        created_at timestamptz NOT NULL
      )`);
    await queryRunner.query('CREATE INDEX tutor_audit_newest ON tutor_audit (space_id, created_at, id)');
    await queryRunner.query('CREATE INDEX tutor_audit_of_person ON tutor_audit (space_id, person_id, created_at, id)');
    await queryRunner.query('CREATE INDEX tutor_audit_of_course ON tutor_audit (space_id, course_id, created_at, id)');
    await queryRunner.query(`
      CREATE TABLE tutor_alerts (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        person_id uuid NOT NULL,
        course_id uuid,
        conversation_id uuid,
        phrase text NOT NULL,
        status text NOT NULL,
        note text NOT NULL,
        resolved_by uuid,
        created_at timestamptz NOT NULL,
        resolved_at timestamptz
      )`);
    await queryRunner.query('CREATE INDEX tutor_alerts_newest ON tutor_alerts (space_id, created_at, id)');
    await queryRunner.query('CREATE INDEX tutor_alerts_by_status ON tutor_alerts (space_id, status, created_at, id)');
    await queryRunner.query(`
      CREATE TABLE tutor_settings (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        subject text NOT NULL,
        settings jsonb NOT NULL,
        version integer NOT NULL,
        CONSTRAINT tutor_settings_subject UNIQUE (space_id, subject)
      )`);
    await queryRunner.query('CREATE INDEX conversations_of_course ON conversations (space_id, course_id, last_message_at)');
    await protectTable(queryRunner, 'tutor_audit');
    await protectTable(queryRunner, 'tutor_alerts');
    await protectTable(queryRunner, 'tutor_settings');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX conversations_of_course');
    await queryRunner.query('DROP TABLE tutor_settings');
    await queryRunner.query('DROP TABLE tutor_alerts');
    await queryRunner.query('DROP TABLE tutor_audit');
  }
}
