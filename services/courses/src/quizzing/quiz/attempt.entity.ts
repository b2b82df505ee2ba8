import { belongsTo, spaceColumn } from '@lyceum/common/database';
import type { Answer } from '@lyceum/contracts/courses/question';
import type { ShownQuestion } from '@lyceum/contracts/courses/shown-question';
import { EntitySchema } from 'typeorm';
import { EnrolmentEntity } from '../../enrolling/enrolment/enrolment.entity.ts';
import type { Arrangement } from '../quiz-engine/create-arrangement.ts';
import type { Grade } from '../quiz-engine/grade-answer.ts';

/** A question that was drawn, as this learner got it. */
export interface AttemptItem {
  readonly questionId: string;
  readonly version: number;
  readonly arrangement: Arrangement;
  readonly answer: Answer | null;
  /** Null while the attempt runs. */
  readonly grade: Grade | null;
  /** The last regrade by which it was graded. */
  readonly regradeId?: string;
}

export interface AttemptRow {
  id: string;
  courseId: string;
  enrolmentId: string;
  personId: string;
  lessonId: string;
  /** The version of the quiz it was drawn from. */
  versionId: string;
  number: number;
  status: 'open' | 'graded';
  startedAt: Date;
  deadlineAt: Date | null;
  submittedAt: Date | null;
  /** Null while it runs. */
  points: number | null;
  maxPoints: number;
  percent: number | null;
  /** When a regrade changed its points last. */
  regradedAt: Date | null;
  /** Read only where it is asked for: lists leave them out. */
  items?: AttemptItem[];
  /** What the learner is shown of each item, in their order. */
  shown?: ShownQuestion[];
}

export const AttemptEntity = new EntitySchema<AttemptRow>({
  name: 'attempt',
  tableName: 'quiz_attempts',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    courseId: { type: 'uuid' },
    enrolmentId: belongsTo(EnrolmentEntity, 'quiz_attempts_enrolment'),
    personId: { type: 'uuid' },
    lessonId: { type: 'uuid' },
    versionId: { type: 'uuid' },
    number: { type: 'integer' },
    status: { type: 'text' },
    startedAt: { type: 'timestamptz' },
    deadlineAt: { type: 'timestamptz', nullable: true },
    submittedAt: { type: 'timestamptz', nullable: true },
    points: { type: 'double precision', nullable: true },
    maxPoints: { type: 'double precision' },
    percent: { type: 'double precision', nullable: true },
    regradedAt: { type: 'timestamptz', nullable: true },
    items: { type: 'jsonb', select: false },
    shown: { type: 'jsonb', select: false },
  },
  checks: [{ name: 'quiz_attempts_graded', expression: "(status = 'graded') = (percent IS NOT NULL)" }],
  uniques: [{ name: 'quiz_attempts_number', columns: ['spaceId', 'enrolmentId', 'lessonId', 'number'] }],
  indices: [
    { name: 'quiz_attempts_of_lesson', columns: ['spaceId', 'courseId', 'lessonId', 'submittedAt'] },
    { name: 'quiz_attempts_due', columns: ['spaceId', 'status', 'deadlineAt'] },
  ],
});
