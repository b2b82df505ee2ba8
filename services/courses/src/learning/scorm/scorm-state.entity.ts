import { belongsTo, spaceColumn } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';
import { EnrolmentEntity } from '../../enrolling/enrolment/enrolment.entity.ts';
import type { Reported } from '../scorm-data/read-cmi.ts';

/** What a package has told of a learner; the next launch goes on from there. */
export interface ScormStateRow extends Reported {
  id: string;
  enrolmentId: string;
  courseId: string;
  lessonId: string;
  /** The version of the lesson it is of. */
  versionId: string;
  /** The data model as the run-time of the package writes it, at most 200 kB. */
  cmi: object;
  totalSeconds: number;
  /** When the launch began that told it. */
  launchedAt: Date;
  updatedAt: Date;
}

export const ScormStateEntity = new EntitySchema<ScormStateRow>({
  name: 'scorm_state',
  tableName: 'scorm_states',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    enrolmentId: belongsTo(EnrolmentEntity, 'scorm_states_enrolment'),
    courseId: { type: 'uuid' },
    lessonId: { type: 'uuid' },
    versionId: { type: 'uuid' },
    cmi: { type: 'jsonb' },
    totalSeconds: { type: 'double precision' },
    completion: { type: 'text' },
    success: { type: 'text' },
    percent: { type: 'double precision', nullable: true },
    launchedAt: { type: 'timestamptz' },
    updatedAt: { type: 'timestamptz' },
  },
  uniques: [{ name: 'scorm_states_lesson', columns: ['spaceId', 'enrolmentId', 'lessonId'] }],
  indices: [{ name: 'scorm_states_of_lesson', columns: ['spaceId', 'courseId', 'lessonId', 'updatedAt', 'id'] }],
});
