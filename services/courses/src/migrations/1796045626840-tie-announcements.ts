import type { MigrationInterface, QueryRunner } from 'typeorm';

export class TieAnnouncements1796045626840 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'ALTER TABLE announcements ADD CONSTRAINT announcements_cohort FOREIGN KEY (cohort_id) REFERENCES cohorts(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE announcements DROP CONSTRAINT announcements_cohort');
  }
}
