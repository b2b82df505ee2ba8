import { belongsTo, spaceColumn } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';
import { EnrolmentEntity } from '../../enrolling/enrolment/enrolment.entity.ts';

/** What one learner is granted in one quiz. */
export interface QuizExceptionRow {
  id: string;
  courseId: string;
  lessonId: string;
  enrolmentId: string;
  personId: string;
  extraAttempts: number;
  timePercent: number;
  grantedBy: string;
  grantedAt: Date;
}

export const QuizExceptionEntity = new EntitySchema<QuizExceptionRow>({
  name: 'quiz_exception',
  tableName: 'quiz_exceptions',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    courseId: { type: 'uuid' },
    lessonId: { type: 'uuid' },
    enrolmentId: belongsTo(EnrolmentEntity, 'quiz_exceptions_enrolment'),
    personId: { type: 'uuid' },
    extraAttempts: { type: 'integer' },
    timePercent: { type: 'integer' },
    grantedBy: { type: 'uuid' },
    grantedAt: { type: 'timestamptz' },
  },
  uniques: [{ name: 'quiz_exceptions_learner', columns: ['spaceId', 'enrolmentId', 'lessonId'] }],
  indices: [{ name: 'quiz_exceptions_of_lesson', columns: ['spaceId', 'courseId', 'lessonId', 'grantedAt', 'id'] }],
});
