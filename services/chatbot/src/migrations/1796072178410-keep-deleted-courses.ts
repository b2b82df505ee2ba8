import type { MigrationInterface, QueryRunner } from 'typeorm';

export class KeepDeletedCourses1796072178410 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE known_courses ADD deleted_at timestamptz');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE known_courses DROP COLUMN deleted_at');
  }
}
