import type { MigrationInterface, QueryRunner } from 'typeorm';

export class IndexExpiringEnrolments1796045626842 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('CREATE INDEX enrolments_expiring ON enrolments (space_id, status, expires_at)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX enrolments_expiring');
  }
}
