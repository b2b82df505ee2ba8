import { spaceColumn } from '@lyceum/common/database';
import type { Certificate } from '@lyceum/contracts/courses/certificate';
import { EntitySchema } from 'typeorm';
import { EnrolmentEntity } from '../../enrolling/enrolment/enrolment.entity.ts';
import { BadgeEntity } from '../badge/badge.entity.ts';

/** What it certifies is a copy of that moment: nothing that changes later changes it. */
export interface CertificateRow
  extends Pick<
    Certificate,
    | 'id'
    | 'courseId'
    | 'personId'
    | 'number'
    | 'status'
    | 'language'
    | 'learnerName'
    | 'courseTitle'
    | 'hours'
    | 'score'
    | 'revision'
    | 'evidenceHash'
    | 'schoolName'
    | 'signerName'
    | 'signerPosition'
    | 'revocationReason'
  > {
  enrolmentId: string;
  badgeId: string;
  titleLines: string[];
  accentColor: string;
  issuedAt: Date;
  revokedAt: Date | null;
  revokedBy: string | null;
}

export const CertificateEntity = new EntitySchema<CertificateRow>({
  name: 'certificate',
  tableName: 'certificates',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    courseId: { type: 'uuid' },
    enrolmentId: { type: 'uuid', foreignKey: { target: EnrolmentEntity, name: 'certificates_enrolment', onDelete: 'RESTRICT' } },
    personId: { type: 'uuid' },
    badgeId: { type: 'uuid', foreignKey: { target: BadgeEntity, name: 'certificates_badge', onDelete: 'RESTRICT' } },
    number: { type: 'text' },
    status: { type: 'text' },
    language: { type: 'text' },
    learnerName: { type: 'text' },
    courseTitle: { type: 'text' },
    hours: { type: 'integer', nullable: true },
    score: { type: 'double precision', nullable: true },
    revision: { type: 'integer' },
    evidenceHash: { type: 'text' },
    schoolName: { type: 'text' },
    signerName: { type: 'text' },
    signerPosition: { type: 'text' },
    titleLines: { type: 'jsonb' },
    accentColor: { type: 'text' },
    issuedAt: { type: 'timestamptz' },
    revokedAt: { type: 'timestamptz', nullable: true },
    revocationReason: { type: 'text', nullable: true },
    revokedBy: { type: 'uuid', nullable: true },
  },
  checks: [
    { name: 'certificates_status', expression: "status IN ('queued', 'ready', 'failed')" },
    { name: 'certificates_revoked', expression: '(revoked_at IS NULL) = (revocation_reason IS NULL)' },
  ],
  uniques: [
    { name: 'certificates_once', columns: ['spaceId', 'enrolmentId'] },
    { name: 'certificates_number', columns: ['spaceId', 'number'] },
  ],
  indices: [
    { name: 'certificates_of_person', columns: ['spaceId', 'personId', 'issuedAt', 'id'] },
    { name: 'certificates_of_course', columns: ['spaceId', 'courseId', 'issuedAt', 'id'] },
    { name: 'certificates_of_badge', columns: ['spaceId', 'badgeId'] },
  ],
});
