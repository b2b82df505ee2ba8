import type { MigrationInterface, QueryRunner } from 'typeorm';

export class MuteCourses1796045626841 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE enrolments ADD muted_at timestamptz');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE enrolments DROP COLUMN muted_at');
  }
}
