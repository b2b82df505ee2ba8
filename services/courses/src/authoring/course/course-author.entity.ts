import { belongsTo, spaceKey } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';
import { CourseEntity } from './course.entity.ts';

/** Somebody who may change the course; its owner is one of them. */
export interface CourseAuthorRow {
  courseId: string;
  personId: string;
}

export const CourseAuthorEntity = new EntitySchema<CourseAuthorRow>({
  name: 'course_author',
  tableName: 'course_authors',
  columns: {
    ...spaceKey,
    courseId: { ...belongsTo(CourseEntity, 'course_authors_course'), primary: true },
    personId: { type: 'uuid', primary: true },
  },
  indices: [{ name: 'course_authors_person', columns: ['spaceId', 'personId', 'courseId'] }],
});
