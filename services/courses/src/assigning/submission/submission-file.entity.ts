import { belongsTo, type RowOf, spaceColumn } from '@lyceum/common/database';
import type { submissionFile } from '@lyceum/contracts/courses/submission-parts';
import { EntitySchema } from 'typeorm';
import { EnrolmentEntity } from '../../enrolling/enrolment/enrolment.entity.ts';

export interface SubmissionFileRow extends RowOf<typeof submissionFile> {
  courseId: string;
  enrolmentId: string;
  personId: string;
  lessonId: string;
  /** Mark of its content in the object store; null before it is ready. */
  etag: string | null;
}

export const SubmissionFileEntity = new EntitySchema<SubmissionFileRow>({
  name: 'submission_file',
  tableName: 'submission_files',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    courseId: { type: 'uuid' },
    enrolmentId: belongsTo(EnrolmentEntity, 'submission_files_enrolment'),
    personId: { type: 'uuid' },
    lessonId: { type: 'uuid' },
    name: { type: 'text' },
    type: { type: 'text' },
    size: { type: 'integer' },
    status: { type: 'text' },
    etag: { type: 'text', nullable: true },
    createdAt: { type: 'timestamptz' },
  },
  checks: [{ name: 'submission_files_status', expression: "status IN ('waiting', 'ready')" }],
  indices: [
    { name: 'submission_files_of_enrolment', columns: ['spaceId', 'enrolmentId', 'size'] },
    { name: 'submission_files_created', columns: ['spaceId', 'createdAt', 'id'] },
  ],
});
