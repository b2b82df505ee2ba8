import { belongsTo, type RowOf, spaceColumn } from '@lyceum/common/database';
import type { createInvitation } from '@lyceum/contracts/courses/enrolment';
import { EntitySchema } from 'typeorm';
import { CourseEntity } from '../../authoring/course/course.entity.ts';
import { CohortEntity } from '../cohort/cohort.entity.ts';

export interface InvitationRow extends RowOf<typeof createInvitation.response> {}

export const InvitationEntity = new EntitySchema<InvitationRow>({
  name: 'invitation',
  tableName: 'course_invitations',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    courseId: belongsTo(CourseEntity, 'course_invitations_course'),
    cohortId: { ...belongsTo(CohortEntity, 'course_invitations_cohort'), nullable: true },
    email: { type: 'text' },
    expiresAt: { type: 'timestamptz' },
    acceptedAt: { type: 'timestamptz', nullable: true },
    createdAt: { type: 'timestamptz' },
  },
  uniques: [{ name: 'course_invitations_email', columns: ['spaceId', 'courseId', 'email'] }],
  indices: [{ name: 'course_invitations_of_course', columns: ['spaceId', 'courseId', 'createdAt', 'id'] }],
});
