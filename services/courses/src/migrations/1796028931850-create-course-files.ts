import { protectTable } from '@lyceum/common/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateCourseFiles1796028931850 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE course_files (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        course_id uuid NOT NULL,
        object_id uuid NOT NULL,
        name text NOT NULL,
        type text NOT NULL,
        size integer NOT NULL,
        status text NOT NULL,
        etag text,
        created_at timestamptz NOT NULL,
        CONSTRAINT course_files_status CHECK (status IN ('waiting', 'ready')),
        CONSTRAINT course_files_ready CHECK ((status = 'ready') = (etag IS NOT NULL))
      )`);
    await queryRunner.query('CREATE INDEX course_files_of_course ON course_files (space_id, course_id, created_at, id)');
    await queryRunner.query('CREATE INDEX course_files_of_object ON course_files (space_id, object_id)');
    await queryRunner.query('CREATE INDEX course_files_created ON course_files (space_id, created_at, id)');
    await protectTable(queryRunner, 'course_files');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE course_files');
  }
}
