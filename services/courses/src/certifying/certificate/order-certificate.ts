import type { Context } from '@lyceum/common/context';
import { defineJob } from '@lyceum/common/jobs';
import { enqueue } from '@lyceum/common/outbox';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { CertificateRow } from './certificate.entity.ts';

export const makeCertificate = defineJob('courses.make-certificate', z.object({ certificateId: z.uuid() }), {
  attempts: 4,
  backoffMs: 2_000,
  places: { perProcess: 2, perPerson: 1 },
});

/** Has badge and file made, in the turn of the learner: a cohort that ends on one day keeps nobody else waiting. */
export async function orderCertificate(db: EntityManager, ctx: Context, certificate: CertificateRow): Promise<void> {
  const { id: certificateId, personId: person } = certificate;
  await enqueue(db, { ...ctx, person }, makeCertificate, { certificateId });
}
