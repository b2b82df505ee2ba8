import type { Actor } from '@lyceum/common/context';
import { fail, found } from '@lyceum/common/errors';
import { certificateNotFound } from '@lyceum/contracts/courses/certificate';
import type { EntityManager } from 'typeorm';
import { canTeach } from '../../authoring/course/find-course.ts';
import { CertificateEntity, type CertificateRow } from './certificate.entity.ts';

interface Purpose {
  /** `read` is for the learner, too; `manage` for authors of the course and staff alone. */
  readonly to: 'read' | 'manage';
}

/** A certificate, if the person may do this with it; to manage it, locked until the transaction ends. Fails with `certificate.not_found`. */
export async function findCertificate(db: EntityManager, actor: Actor, id: string, { to }: Purpose): Promise<CertificateRow> {
  const lock = { mode: 'pessimistic_write' } as const;
  const row = await db.findOne(CertificateEntity, { where: { id }, ...(to === 'manage' && { lock }) });
  const certificate = found(row, certificateNotFound);
  if (to === 'read' && certificate.personId === actor.id) return certificate;
  if (await canTeach(db, actor, certificate.courseId)) return certificate;
  throw fail(certificateNotFound);
}
