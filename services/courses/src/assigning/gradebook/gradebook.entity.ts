import { belongsTo, spaceKey } from '@lyceum/common/database';
import type { GradebookSettings } from '@lyceum/contracts/courses/gradebook';
import { EntitySchema } from 'typeorm';
import { CourseEntity } from '../../authoring/course/course.entity.ts';

export interface GradebookRow {
  courseId: string;
  settings: GradebookSettings;
  version: number;
}

export const GradebookEntity = new EntitySchema<GradebookRow>({
  name: 'gradebook',
  tableName: 'gradebooks',
  columns: {
    ...spaceKey,
    courseId: { ...belongsTo(CourseEntity, 'gradebooks_course'), primary: true },
    settings: { type: 'jsonb' },
    version: { type: 'integer' },
  },
});
