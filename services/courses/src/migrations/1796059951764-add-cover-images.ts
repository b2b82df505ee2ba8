import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddCoverImages1796059951764 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE courses ADD cover_image_id uuid');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE courses DROP COLUMN cover_image_id');
  }
}
