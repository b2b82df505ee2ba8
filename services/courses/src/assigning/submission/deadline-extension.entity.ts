import { belongsTo, spaceKey } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';
import { EnrolmentEntity } from '../../enrolling/enrolment/enrolment.entity.ts';

/** More time of one learner for one assignment. */
export interface DeadlineExtensionRow {
  enrolmentId: string;
  lessonId: string;
  dueAt: Date;
  grantedBy: string;
  grantedAt: Date;
}

export const DeadlineExtensionEntity = new EntitySchema<DeadlineExtensionRow>({
  name: 'deadline_extension',
  tableName: 'deadline_extensions',
  columns: {
    ...spaceKey,
    enrolmentId: { ...belongsTo(EnrolmentEntity, 'deadline_extensions_enrolment'), primary: true },
    lessonId: { type: 'uuid', primary: true },
    dueAt: { type: 'timestamptz' },
    grantedBy: { type: 'uuid' },
    grantedAt: { type: 'timestamptz' },
  },
  indices: [{ name: 'deadline_extensions_due', columns: ['spaceId', 'dueAt'] }],
});
