import { belongsTo, spaceColumn } from '@lyceum/common/database';
import type { Submission } from '@lyceum/contracts/courses/assignment';
import { EntitySchema } from 'typeorm';
import { EnrolmentEntity } from '../../enrolling/enrolment/enrolment.entity.ts';

/** Work of a learner for an assignment: a draft, or handed in. */
export interface SubmissionRow extends Pick<Submission, 'text' | 'link' | 'scores' | 'status'> {
  id: string;
  courseId: string;
  enrolmentId: string;
  personId: string;
  lessonId: string;
  /** The version of the lesson it was made for, with its title and points. */
  versionId: string;
  title: string;
  maxPoints: number;
  number: number;
  fileIds: string[];
  submittedAt: Date | null;
  /** The deadline of its learner when it was handed in; null of a draft, too. */
  dueAt: Date | null;
  late: boolean | null;
  gradedAt: Date | null;
  gradedBy: string | null;
  points: number | null;
  percent: number | null;
  /** What the teacher wrote, in Markdown. */
  feedbackText: string | null;
  /** The same as HTML. */
  feedback: string | null;
  /** Sorts lists of teachers: what waits for them first, and of that the oldest. */
  sortKey: string;
  version: number;
}

/** Work that was handed in. */
export interface SubmittedRow extends SubmissionRow {
  status: Exclude<SubmissionRow['status'], 'draft'>;
  submittedAt: Date;
}

export const isSubmitted = (row: SubmissionRow): row is SubmittedRow => row.status !== 'draft' && row.submittedAt !== null;

export const SubmissionEntity = new EntitySchema<SubmissionRow>({
  name: 'submission',
  tableName: 'submissions',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    courseId: { type: 'uuid' },
    enrolmentId: belongsTo(EnrolmentEntity, 'submissions_enrolment'),
    personId: { type: 'uuid' },
    lessonId: { type: 'uuid' },
    versionId: { type: 'uuid' },
    title: { type: 'text' },
    maxPoints: { type: 'integer' },
    number: { type: 'integer' },
    status: { type: 'text' },
    text: { type: 'text' },
    link: { type: 'text', nullable: true },
    fileIds: { type: 'uuid', array: true },
    submittedAt: { type: 'timestamptz', nullable: true },
    dueAt: { type: 'timestamptz', nullable: true },
    late: { type: 'boolean', nullable: true },
    gradedAt: { type: 'timestamptz', nullable: true },
    gradedBy: { type: 'uuid', nullable: true },
    points: { type: 'double precision', nullable: true },
    percent: { type: 'double precision', nullable: true },
    scores: { type: 'jsonb' },
    feedbackText: { type: 'text', nullable: true },
    feedback: { type: 'text', nullable: true },
    sortKey: { type: 'text' },
    version: { type: 'integer' },
  },
  checks: [
    { name: 'submissions_status', expression: "status IN ('draft', 'submitted', 'returned', 'accepted')" },
    { name: 'submissions_submitted', expression: "(status = 'draft') = (submitted_at IS NULL)" },
    { name: 'submissions_graded', expression: "(status IN ('returned', 'accepted')) = (points IS NOT NULL)" },
  ],
  uniques: [{ name: 'submissions_number', columns: ['spaceId', 'enrolmentId', 'lessonId', 'number'] }],
  indices: [
    { name: 'submissions_of_course', columns: ['spaceId', 'courseId', 'sortKey', 'id'] },
    { name: 'submissions_of_lesson', columns: ['spaceId', 'lessonId', 'status', 'submittedAt', 'id'] },
    { name: 'submissions_waiting', columns: ['spaceId', 'status', 'courseId', 'submittedAt'] },
  ],
});

/** Where handed-in work stands in lists of teachers. */
export function toSortKey(status: SubmissionRow['status'], submittedAt: Date): string {
  return `${status === 'submitted' ? 0 : 1} ${submittedAt.toISOString()}`;
}
