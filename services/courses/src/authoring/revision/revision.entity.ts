import { belongsTo, type RowOf, spaceColumn } from '@lyceum/common/database';
import type { revision } from '@lyceum/contracts/courses/revision';
import { EntitySchema } from 'typeorm';
import { CourseEntity } from '../course/course.entity.ts';
import type { Outline } from './outline.ts';

export interface RevisionRow extends RowOf<typeof revision> {
  courseId: string;
  /**
   * 0 is what newcomers get. Others are the same revision for people who were in the middle of an earlier one, with what its
   * author chose to keep for them.
   */
  variant: number;
  outline: Outline;
}

export const RevisionEntity = new EntitySchema<RevisionRow>({
  name: 'revision',
  tableName: 'course_revisions',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    courseId: belongsTo(CourseEntity, 'course_revisions_course'),
    number: { type: 'integer' },
    variant: { type: 'integer' },
    outline: { type: 'jsonb' },
    lessons: { type: 'integer' },
    note: { type: 'text' },
    publishedBy: { type: 'uuid' },
    publishedAt: { type: 'timestamptz' },
  },
  uniques: [{ name: 'course_revisions_number', columns: ['spaceId', 'courseId', 'number', 'variant'] }],
});
