import { protectTable } from '@lyceum/common/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddAnnouncements1796045626839 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE mail_preferences (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        person_id uuid NOT NULL,
        announcements boolean NOT NULL,
        grades boolean NOT NULL,
        discussions boolean NOT NULL,
        reminders boolean NOT NULL,
        digest boolean NOT NULL,
        PRIMARY KEY (space_id, person_id)
      )`);
    await queryRunner.query(`
      CREATE TABLE mailings (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        course_id uuid NOT NULL,
        kind text NOT NULL,
        occurred_at timestamptz NOT NULL,
        last_person_id uuid NOT NULL,
        touched_at timestamptz NOT NULL,
        moved_at timestamptz NOT NULL,
        finished_at timestamptz,
        CONSTRAINT mailings_kind CHECK (kind IN ('announcement', 'retake'))
      )`);
    await queryRunner.query('CREATE INDEX mailings_of_course ON mailings (space_id, course_id)');
    await queryRunner.query('CREATE INDEX mailings_touched ON mailings (space_id, finished_at, touched_at)');
    await queryRunner.query(`
      CREATE TABLE announcements (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        course_id uuid NOT NULL,
        cohort_id uuid,
        title text NOT NULL,
        text text NOT NULL,
        html text NOT NULL,
        excerpt text NOT NULL,
        status text NOT NULL,
        publish_at timestamptz NOT NULL,
        published_at timestamptz,
        created_by uuid NOT NULL,
        readers integer NOT NULL,
        version integer NOT NULL,
        CONSTRAINT announcements_status CHECK (status IN ('scheduled', 'published')),
        CONSTRAINT announcements_published CHECK ((status = 'published') = (published_at IS NOT NULL))
      )`);
    await queryRunner.query('CREATE INDEX announcements_of_course ON announcements (space_id, course_id, publish_at, id)');
    await queryRunner.query('CREATE INDEX announcements_of_cohort ON announcements (space_id, cohort_id)');
    await queryRunner.query('CREATE INDEX announcements_due ON announcements (space_id, status, publish_at)');
    await queryRunner.query(`
      CREATE TABLE announcement_reads (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        announcement_id uuid NOT NULL,
        person_id uuid NOT NULL,
        read_at timestamptz NOT NULL,
        PRIMARY KEY (space_id, announcement_id, person_id)
      )`);
    await queryRunner.query('CREATE INDEX announcement_reads_by_announcement ON announcement_reads (announcement_id)');
    await queryRunner.query(`
      CREATE TABLE reminders_sent (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        person_id uuid NOT NULL,
        occasion text NOT NULL,
        sent_at timestamptz NOT NULL,
        PRIMARY KEY (space_id, person_id, occasion)
      )`);
    await queryRunner.query('CREATE INDEX reminders_sent_at ON reminders_sent (space_id, sent_at)');
    await queryRunner.query(
      'ALTER TABLE mailings ADD CONSTRAINT mailings_course FOREIGN KEY (course_id) REFERENCES courses(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await queryRunner.query(
      'ALTER TABLE announcements ADD CONSTRAINT announcements_course FOREIGN KEY (course_id) REFERENCES courses(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await queryRunner.query(
      'ALTER TABLE announcement_reads ADD CONSTRAINT announcement_reads_announcement FOREIGN KEY (announcement_id) REFERENCES announcements(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await protectTable(queryRunner, 'mail_preferences');
    await protectTable(queryRunner, 'mailings');
    await protectTable(queryRunner, 'announcements');
    await protectTable(queryRunner, 'announcement_reads');
    await protectTable(queryRunner, 'reminders_sent');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE announcement_reads DROP CONSTRAINT announcement_reads_announcement');
    await queryRunner.query('ALTER TABLE announcements DROP CONSTRAINT announcements_course');
    await queryRunner.query('ALTER TABLE mailings DROP CONSTRAINT mailings_course');
    await queryRunner.query('DROP TABLE reminders_sent');
    await queryRunner.query('DROP TABLE announcement_reads');
    await queryRunner.query('DROP TABLE announcements');
    await queryRunner.query('DROP TABLE mailings');
    await queryRunner.query('DROP TABLE mail_preferences');
  }
}
