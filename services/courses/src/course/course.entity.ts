import { type RowOf, spaceColumn } from '@lyceum/common/database';
import type { course } from '@lyceum/contracts/courses/course';
import { EntitySchema } from 'typeorm';

export type CourseRow = RowOf<typeof course>;

export const CourseEntity = new EntitySchema<CourseRow>({
  name: 'course',
  tableName: 'courses',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    title: { type: 'text' },
    version: { type: 'integer' },
    createdAt: { type: 'timestamptz' },
  },
  indices: [{ name: 'courses_of_space', columns: ['spaceId', 'createdAt', 'id'] }],
});
