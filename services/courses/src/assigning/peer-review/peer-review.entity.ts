import { belongsTo, spaceColumn } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';
import { EnrolmentEntity } from '../../enrolling/enrolment/enrolment.entity.ts';
import { SubmissionEntity, type SubmissionRow } from '../submission/submission.entity.ts';

/** Work of a learner that another one has taken to review. */
export interface PeerReviewRow extends Pick<SubmissionRow, 'courseId' | 'lessonId' | 'points' | 'percent' | 'scores'> {
  id: string;
  submissionId: string;
  reviewerId: string;
  /** Of the reviewer. */
  enrolmentId: string;
  takenAt: Date;
  submittedAt: Date | null;
  /** What the reviewer wrote, in Markdown. */
  commentText: string | null;
  /** The same as HTML. */
  comment: string | null;
  removedAt: Date | null;
  removedBy: string | null;
}

export const PeerReviewEntity = new EntitySchema<PeerReviewRow>({
  name: 'peer_review',
  tableName: 'peer_reviews',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    courseId: { type: 'uuid' },
    lessonId: { type: 'uuid' },
    submissionId: belongsTo(SubmissionEntity, 'peer_reviews_submission'),
    reviewerId: { type: 'uuid' },
    enrolmentId: belongsTo(EnrolmentEntity, 'peer_reviews_enrolment'),
    takenAt: { type: 'timestamptz' },
    submittedAt: { type: 'timestamptz', nullable: true },
    points: { type: 'double precision', nullable: true },
    percent: { type: 'double precision', nullable: true },
    scores: { type: 'jsonb' },
    commentText: { type: 'text', nullable: true },
    comment: { type: 'text', nullable: true },
    removedAt: { type: 'timestamptz', nullable: true },
    removedBy: { type: 'uuid', nullable: true },
  },
  checks: [
    { name: 'peer_reviews_submitted', expression: '(submitted_at IS NULL) = (points IS NULL)' },
    { name: 'peer_reviews_removed', expression: '(removed_at IS NULL) = (removed_by IS NULL)' },
  ],
  uniques: [{ name: 'peer_reviews_reviewer', columns: ['spaceId', 'submissionId', 'reviewerId'] }],
  indices: [
    { name: 'peer_reviews_of_enrolment', columns: ['spaceId', 'enrolmentId', 'lessonId', 'takenAt', 'id'] },
    // What goes with its enrolment or submission is looked for in all spaces.
    { name: 'peer_reviews_by_enrolment', columns: ['enrolmentId'] },
    { name: 'peer_reviews_by_submission', columns: ['submissionId'] },
  ],
});
