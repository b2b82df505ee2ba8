import { belongsTo, spaceKey } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';
import { CourseEntity } from './course.entity.ts';

/** A tag of a course once more, so that lists by tag find it by an index. */
interface CourseTagRow {
  tag: string;
  courseId: string;
}

export const CourseTagEntity = new EntitySchema<CourseTagRow>({
  name: 'course_tag',
  tableName: 'course_tags',
  columns: {
    ...spaceKey,
    tag: { type: 'text', primary: true },
    courseId: { ...belongsTo(CourseEntity, 'course_tags_course'), primary: true },
  },
  indices: [{ name: 'course_tags_of_course', columns: ['spaceId', 'courseId'] }],
});
