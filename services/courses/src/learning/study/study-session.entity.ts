import { belongsTo, spaceColumn } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';
import { EnrolmentEntity } from '../../enrolling/enrolment/enrolment.entity.ts';

/** A lesson that was opened on one device: what evidence is counted from. */
export interface StudySessionRow {
  id: string;
  enrolmentId: string;
  personId: string;
  lessonId: string;
  versionId: string;
  openedAt: Date;
  expiresAt: Date;
}

export const StudySessionEntity = new EntitySchema<StudySessionRow>({
  name: 'study_session',
  tableName: 'study_sessions',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    enrolmentId: belongsTo(EnrolmentEntity, 'study_sessions_enrolment'),
    personId: { type: 'uuid' },
    lessonId: { type: 'uuid' },
    versionId: { type: 'uuid' },
    openedAt: { type: 'timestamptz' },
    expiresAt: { type: 'timestamptz' },
  },
  indices: [{ name: 'study_sessions_of_enrolment', columns: ['spaceId', 'enrolmentId'] }],
});
