import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddAvatars1796059947091 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE profiles ADD avatar_image_id uuid');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE profiles DROP COLUMN avatar_image_id');
  }
}
