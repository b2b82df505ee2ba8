import { belongsTo, spaceColumn } from '@lyceum/common/database';
import type { Cohort } from '@lyceum/contracts/courses/cohort';
import { EntitySchema } from 'typeorm';
import { CourseEntity } from '../../authoring/course/course.entity.ts';

export interface CohortRow extends Omit<Cohort, 'startsAt' | 'endsAt'> {
  startsAt: Date | null;
  endsAt: Date | null;
}

export const CohortEntity = new EntitySchema<CohortRow>({
  name: 'cohort',
  tableName: 'cohorts',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    courseId: belongsTo(CourseEntity, 'cohorts_course'),
    name: { type: 'text', collation: 'und-x-icu' },
    startsAt: { type: 'timestamptz', nullable: true },
    endsAt: { type: 'timestamptz', nullable: true },
    seats: { type: 'integer', nullable: true },
    seatsTaken: { type: 'integer' },
    version: { type: 'integer' },
  },
  checks: [{ name: 'cohorts_seats', expression: 'seats IS NULL OR seats_taken <= seats' }],
  uniques: [{ name: 'cohorts_name', columns: ['spaceId', 'courseId', 'name'] }],
});
