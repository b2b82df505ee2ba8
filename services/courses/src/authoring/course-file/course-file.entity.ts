import { type RowOf, spaceColumn } from '@lyceum/common/database';
import type { courseFile } from '@lyceum/contracts/courses/course-file';
import { EntitySchema } from 'typeorm';

export interface CourseFileRow extends RowOf<typeof courseFile> {
  /** No foreign key: the row outlives its course until its object is deleted. */
  courseId: string;
  /** Names its bytes in the object store, which copies of a course share. */
  objectId: string;
  /** Mark of its content in the object store; null before it is ready. */
  etag: string | null;
}

export const CourseFileEntity = new EntitySchema<CourseFileRow>({
  name: 'course_file',
  tableName: 'course_files',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    courseId: { type: 'uuid' },
    objectId: { type: 'uuid' },
    name: { type: 'text' },
    type: { type: 'text' },
    size: { type: 'integer' },
    status: { type: 'text' },
    etag: { type: 'text', nullable: true },
    createdAt: { type: 'timestamptz' },
  },
  checks: [
    { name: 'course_files_status', expression: "status IN ('waiting', 'ready')" },
    { name: 'course_files_ready', expression: "(status = 'ready') = (etag IS NOT NULL)" },
  ],
  indices: [
    { name: 'course_files_of_course', columns: ['spaceId', 'courseId', 'createdAt', 'id'] },
    { name: 'course_files_of_object', columns: ['spaceId', 'objectId'] },
    { name: 'course_files_created', columns: ['spaceId', 'createdAt', 'id'] },
  ],
});
