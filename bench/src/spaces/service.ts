import { serviceConfig } from '@lyceum/common/config';
import { protectTable, spaceColumn } from '@lyceum/common/database';
import { defineService } from '@lyceum/common/service';
import { EntitySchema, type MigrationInterface, type QueryRunner } from 'typeorm';

interface CourseRow {
  id: string;
  title: string;
  createdAt: Date;
}

const columns = {
  id: { type: 'uuid', primary: true },
  title: { type: 'text' },
  createdAt: { type: 'timestamptz' },
} as const;

/** As every table of a service is. */
export const GuardedCourse = new EntitySchema<CourseRow>({
  name: 'GuardedCourse',
  tableName: 'guarded_courses',
  columns: { ...spaceColumn, ...columns },
});

/** The same rows in the same order, and no policy. */
export const OpenCourse = new EntitySchema<CourseRow & { spaceId: string }>({
  name: 'OpenCourse',
  tableName: 'open_courses',
  columns: { ...spaceColumn, ...columns },
});

class CreateCourses1763700000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['guarded_courses', 'open_courses']) {
      await queryRunner.query(`
        CREATE TABLE ${table} (
          space_id text NOT NULL DEFAULT current_setting('app.space'),
          id uuid PRIMARY KEY,
          title text NOT NULL,
          created_at timestamptz NOT NULL
        )`);
      await queryRunner.query(`CREATE INDEX ${table}_newest ON ${table} (space_id, created_at DESC, id)`);
    }
    await protectTable(queryRunner, 'guarded_courses');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE guarded_courses, open_courses');
  }
}

/** In the place of `users`. */
export const courses = defineService({
  name: 'users',
  config: serviceConfig,
  features: [{ entities: [GuardedCourse, OpenCourse], migrations: [CreateCourses1763700000000] }],
});
