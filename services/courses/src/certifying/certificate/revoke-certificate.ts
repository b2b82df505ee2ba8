import type { Actor, Context } from '@lyceum/common/context';
import { publish } from '@lyceum/common/outbox';
import { certificateRevoked } from '@lyceum/contracts/courses/certificate';
import type { EntityManager } from 'typeorm';
import { BadgeEntity } from '../badge/badge.entity.ts';
import { CertificateEntity, type CertificateRow } from './certificate.entity.ts';

/** Revokes a certificate and its badge; one that is revoked keeps its first reason. The caller holds the lock of the row. */
export async function revokeCertificate(
  db: EntityManager,
  ctx: Context,
  certificate: CertificateRow,
  { reason, actor }: { reason: string; actor: Actor },
): Promise<CertificateRow> {
  if (certificate.revokedAt) return certificate;
  const { id: certificateId, badgeId, courseId, enrolmentId, personId, number, courseTitle: title } = certificate;
  const revocation = { revokedAt: ctx.now(), revocationReason: reason };
  const changes = { ...revocation, revokedBy: actor.id };
  await db.update(CertificateEntity, { id: certificateId }, changes);
  await db.update(BadgeEntity, { id: badgeId }, revocation);
  const fields = { certificateId, courseId, enrolmentId, personId, number, title };
  await publish(db, ctx, certificateRevoked, { ...fields, reason, occurredAt: ctx.now() });
  return { ...certificate, ...changes };
}
