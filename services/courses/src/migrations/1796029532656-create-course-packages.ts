import { protectTable } from '@lyceum/common/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateCoursePackages1796029532656 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE course_imports (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        person_id uuid NOT NULL,
        into_id uuid,
        name text NOT NULL,
        size double precision NOT NULL,
        status text NOT NULL,
        format text,
        course_id uuid,
        reason jsonb,
        findings jsonb NOT NULL,
        pending jsonb NOT NULL,
        created_at timestamptz NOT NULL,
        finished_at timestamptz,
        CONSTRAINT course_imports_status CHECK (status IN ('waiting', 'queued', 'done', 'failed')),
        CONSTRAINT course_imports_finished CHECK ((status IN ('done', 'failed')) = (finished_at IS NOT NULL)),
        CONSTRAINT course_imports_failed CHECK ((status = 'failed') = (reason IS NOT NULL))
      )`);
    await queryRunner.query('CREATE INDEX course_imports_of_person ON course_imports (space_id, person_id, created_at, id)');
    await queryRunner.query('CREATE INDEX course_imports_created ON course_imports (space_id, created_at, id)');
    await queryRunner.query(`
      CREATE TABLE course_exports (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        course_id uuid NOT NULL,
        person_id uuid NOT NULL,
        format text NOT NULL,
        status text NOT NULL,
        size double precision,
        reason jsonb,
        findings jsonb NOT NULL,
        created_at timestamptz NOT NULL,
        finished_at timestamptz,
        CONSTRAINT course_exports_status CHECK (status IN ('queued', 'done', 'failed')),
        CONSTRAINT course_exports_finished CHECK ((status = 'queued') = (finished_at IS NULL)),
        CONSTRAINT course_exports_failed CHECK ((status = 'failed') = (reason IS NOT NULL)),
        CONSTRAINT course_exports_size CHECK ((status = 'done') = (size IS NOT NULL))
      )`);
    await queryRunner.query(
      'CREATE INDEX course_exports_of_person ON course_exports (space_id, person_id, course_id, created_at)',
    );
    await queryRunner.query('CREATE INDEX course_exports_created ON course_exports (space_id, created_at, id)');
    await protectTable(queryRunner, 'course_imports');
    await protectTable(queryRunner, 'course_exports');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE course_exports');
    await queryRunner.query('DROP TABLE course_imports');
  }
}
