import type { MigrationInterface, QueryRunner } from 'typeorm';

export class KeepLessonVideos1796059779569 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE lesson_versions ADD video_id uuid');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE lesson_versions DROP COLUMN video_id');
  }
}
