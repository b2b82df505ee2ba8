import { protectTable } from '@lyceum/common/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class KeepLibraryVideos1796059779568 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE library_videos (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        title text NOT NULL,
        duration_seconds double precision NOT NULL,
        deleted_at timestamptz,
        occurred_at timestamptz NOT NULL
      )`);
    await queryRunner.query(`
      CREATE TABLE course_videos (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        course_title text NOT NULL,
        lessons jsonb NOT NULL,
        occurred_at timestamptz NOT NULL
      )`);
    await protectTable(queryRunner, 'library_videos');
    await protectTable(queryRunner, 'course_videos');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE course_videos');
    await queryRunner.query('DROP TABLE library_videos');
  }
}
