import { belongsTo, spaceColumn } from '@lyceum/common/database';
import type { ScormContent } from '@lyceum/contracts/courses/scorm-content';
import { EntitySchema } from 'typeorm';
import { EnrolmentEntity } from '../../enrolling/enrolment/enrolment.entity.ts';

/** A package that somebody started: who has its token sees it, and keeps what it tells. */
export interface ScormLaunchRow {
  id: string;
  /** SHA-256 of the token. */
  tokenHash: string;
  courseId: string;
  lessonId: string;
  /** Null for a lesson of the draft. */
  versionId: string | null;
  /** What a lesson of the draft was then; null for one that is published. */
  draft: ScormContent | null;
  packageId: string;
  /** In the object store, as of the course file. */
  objectId: string;
  personId: string;
  /** Null for who only looks at it; nothing is kept then. */
  enrolmentId: string | null;
  /** The study session that its time is evidence of; null like the enrolment. */
  sessionId: string | null;
  startedAt: Date;
  expiresAt: Date;
  /** When the same lesson was started again. */
  endedAt: Date | null;
  /** Of the last commit that was kept, from 1. */
  lastSequence: number;
  /** Time in it that counted. */
  countedSeconds: number;
  /** Until when time of it was reported as evidence. */
  evidenceUntil: Date;
}

export const ScormLaunchEntity = new EntitySchema<ScormLaunchRow>({
  name: 'scorm_launch',
  tableName: 'scorm_launches',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    tokenHash: { type: 'text' },
    courseId: { type: 'uuid' },
    lessonId: { type: 'uuid' },
    versionId: { type: 'uuid', nullable: true },
    draft: { type: 'jsonb', nullable: true },
    packageId: { type: 'uuid' },
    objectId: { type: 'uuid' },
    personId: { type: 'uuid' },
    enrolmentId: { ...belongsTo(EnrolmentEntity, 'scorm_launches_enrolment'), nullable: true },
    sessionId: { type: 'uuid', nullable: true },
    startedAt: { type: 'timestamptz' },
    expiresAt: { type: 'timestamptz' },
    endedAt: { type: 'timestamptz', nullable: true },
    lastSequence: { type: 'integer' },
    countedSeconds: { type: 'double precision' },
    evidenceUntil: { type: 'timestamptz' },
  },
  checks: [{ name: 'scorm_launches_content', expression: '(version_id IS NULL) = (draft IS NOT NULL)' }],
  uniques: [{ name: 'scorm_launches_token', columns: ['spaceId', 'tokenHash'] }],
  indices: [
    { name: 'scorm_launches_of_enrolment', columns: ['spaceId', 'enrolmentId', 'lessonId'] },
    { name: 'scorm_launches_expired', columns: ['spaceId', 'expiresAt'] },
  ],
});
