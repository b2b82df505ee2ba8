import { belongsTo, spaceKey } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';
import { CourseEntity } from './course.entity.ts';

/** A course that must be finished before the lessons of another one open. */
export interface CoursePrerequisiteRow {
  courseId: string;
  requiredId: string;
}

export const CoursePrerequisiteEntity = new EntitySchema<CoursePrerequisiteRow>({
  name: 'course_prerequisite',
  tableName: 'course_prerequisites',
  columns: {
    ...spaceKey,
    courseId: { ...belongsTo(CourseEntity, 'course_prerequisites_course'), primary: true },
    requiredId: { ...belongsTo(CourseEntity, 'course_prerequisites_required'), primary: true },
  },
  indices: [{ name: 'course_prerequisites_of_required', columns: ['spaceId', 'requiredId'] }],
});
