import { type RowOf, spaceColumn } from '@lyceum/common/database';
import type { enrolment } from '@lyceum/contracts/courses/enrolment';
import { EntitySchema } from 'typeorm';
import { CourseEntity } from '../../authoring/course/course.entity.ts';
import { RevisionEntity } from '../../authoring/revision/revision.entity.ts';
import { CohortEntity } from '../cohort/cohort.entity.ts';

export interface EnrolmentRow extends RowOf<typeof enrolment> {
  /** What the learner learns by; another one only when an author publishes and chooses so. */
  revisionId: string;
  /** Who ended it: whoever left by themselves may come back. Null for a refund. */
  endedBy: string | null;
  /** When it was ended last. */
  endedAt: Date | null;
  lastLessonId: string | null;
  /** Share of the required lessons that are finished; written with them. */
  percent: number;
  /** Since when the learner wants no mails of the course; null while they do. */
  mutedAt: Date | null;
}

export const EnrolmentEntity = new EntitySchema<EnrolmentRow>({
  name: 'enrolment',
  tableName: 'enrolments',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    courseId: { type: 'uuid', foreignKey: { target: CourseEntity, name: 'enrolments_course', onDelete: 'RESTRICT' } },
    personId: { type: 'uuid' },
    cohortId: {
      type: 'uuid',
      nullable: true,
      foreignKey: { target: CohortEntity, name: 'enrolments_cohort', onDelete: 'RESTRICT' },
    },
    revisionId: { type: 'uuid', foreignKey: { target: RevisionEntity, name: 'enrolments_revision', onDelete: 'RESTRICT' } },
    source: { type: 'text' },
    status: { type: 'text' },
    endedBy: { type: 'uuid', nullable: true },
    endedAt: { type: 'timestamptz', nullable: true },
    enrolledAt: { type: 'timestamptz' },
    expiresAt: { type: 'timestamptz', nullable: true },
    completedAt: { type: 'timestamptz', nullable: true },
    timePercent: { type: 'integer', default: 100 },
    lastLessonId: { type: 'uuid', nullable: true },
    percent: { type: 'integer' },
    mutedAt: { type: 'timestamptz', nullable: true },
  },
  checks: [{ name: 'enrolments_status', expression: "status IN ('active', 'completed', 'ended')" }],
  uniques: [{ name: 'enrolments_person', columns: ['spaceId', 'courseId', 'personId'] }],
  indices: [
    { name: 'enrolments_of_person', columns: ['spaceId', 'personId', 'enrolledAt', 'id'] },
    { name: 'enrolments_of_course', columns: ['spaceId', 'courseId', 'enrolledAt', 'id'] },
    { name: 'enrolments_of_revision', columns: ['spaceId', 'revisionId', 'status'] },
    { name: 'enrolments_of_cohort', columns: ['spaceId', 'cohortId'] },
    { name: 'enrolments_expiring', columns: ['spaceId', 'status', 'expiresAt'] },
  ],
});

/** Whether somebody still learns in the course, or has finished it: the enrolment is not ended and its time is not over. */
export function isCurrent({ status, expiresAt }: Pick<EnrolmentRow, 'status' | 'expiresAt'>, now: Date): boolean {
  return status !== 'ended' && (expiresAt === null || expiresAt > now);
}
