import { belongsTo, type RowOf, spaceColumn } from '@lyceum/common/database';
import type { createCode } from '@lyceum/contracts/courses/enrolment-code';
import { EntitySchema } from 'typeorm';
import { CourseEntity } from '../../authoring/course/course.entity.ts';
import { CohortEntity } from '../cohort/cohort.entity.ts';

export interface EnrolmentCodeRow extends RowOf<typeof createCode.response> {
  courseId: string;
}

export const EnrolmentCodeEntity = new EntitySchema<EnrolmentCodeRow>({
  name: 'enrolment_code',
  tableName: 'enrolment_codes',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    courseId: belongsTo(CourseEntity, 'enrolment_codes_course'),
    cohortId: { ...belongsTo(CohortEntity, 'enrolment_codes_cohort'), nullable: true },
    code: { type: 'text' },
    maxUses: { type: 'integer', nullable: true },
    uses: { type: 'integer' },
    expiresAt: { type: 'timestamptz', nullable: true },
    createdAt: { type: 'timestamptz' },
  },
  uniques: [{ name: 'enrolment_codes_code', columns: ['spaceId', 'code'] }],
  indices: [{ name: 'enrolment_codes_of_course', columns: ['spaceId', 'courseId', 'createdAt', 'id'] }],
});
