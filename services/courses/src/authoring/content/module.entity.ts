import { belongsTo, spaceColumn } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';
import { CourseEntity } from '../course/course.entity.ts';

/** A module of the draft of a course. */
export interface ModuleRow {
  id: string;
  courseId: string;
  title: string;
  summary: string;
  /** From 0, without gaps; written only under the lock of the course. */
  position: number;
}

export const ModuleEntity = new EntitySchema<ModuleRow>({
  name: 'module',
  tableName: 'course_modules',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    courseId: belongsTo(CourseEntity, 'course_modules_course'),
    title: { type: 'text' },
    summary: { type: 'text' },
    position: { type: 'integer' },
  },
  indices: [{ name: 'course_modules_of_course', columns: ['spaceId', 'courseId', 'position'] }],
});
