import { belongsTo, spaceColumn } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';
import { CourseEntity } from '../course/course.entity.ts';

export interface BankRow {
  id: string;
  courseId: string;
  title: string;
  createdAt: Date;
}

export const BankEntity = new EntitySchema<BankRow>({
  name: 'bank',
  tableName: 'question_banks',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    courseId: belongsTo(CourseEntity, 'question_banks_course'),
    title: { type: 'text', collation: 'und-x-icu' },
    createdAt: { type: 'timestamptz' },
  },
  uniques: [{ name: 'question_banks_title', columns: ['spaceId', 'courseId', 'title'] }],
});
