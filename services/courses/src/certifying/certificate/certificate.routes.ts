import { fail } from '@lyceum/common/errors';
import { route } from '@lyceum/common/http';
import { findPage } from '@lyceum/common/pagination';
import type { Storage } from '@lyceum/common/storage';
import * as contract from '@lyceum/contracts/courses/certificate';
import { certificateFailed, certificateNotReady, certificates } from '@lyceum/contracts/courses/certificate';
import { courses } from '@lyceum/contracts/courses/course';
import type { PageQuery } from '@lyceum/contracts/shared/pagination';
import type { EntityManager } from 'typeorm';
import { findCourse } from '../../authoring/course/find-course.ts';
import { CertificateEntity, type CertificateRow } from './certificate.entity.ts';
import { toFileKey } from './certificate-file.ts';
import { findCertificate } from './find-certificate.ts';
import { orderCertificate } from './order-certificate.ts';
import { presentCertificate } from './present-certificate.ts';
import { revokeCertificate } from './revoke-certificate.ts';

/** How long an address of a file works, in seconds. */
const addressLifetime = 300;

export function certificateRoutes({ publicUrl, storage }: { publicUrl: string; storage: Storage }) {
  const present = (row: CertificateRow, { space }: { space: string }) => presentCertificate(row, { publicUrl, space });

  return [
    route(contract.listOwnCertificates, { access: certificates.read }, async ({ db, ctx, actor, query }) => {
      const { rows, nextCursor } = await findCertificates(db, { personId: actor.id }, query);
      return { items: rows.map((row) => present(row, ctx)), nextCursor };
    }),

    route(contract.listCourseCertificates, { access: courses.read }, async ({ db, ctx, actor, params, query }) => {
      const { id: courseId } = await findCourse(db, actor, params.courseId, { to: 'teach' });
      const { rows, nextCursor } = await findCertificates(db, { courseId }, query);
      return { items: rows.map((row) => present(row, ctx)), nextCursor };
    }),

    route(contract.getCertificate, { access: certificates.read }, async ({ db, ctx, actor, params }) =>
      present(await findCertificate(db, actor, params.certificateId, { to: 'read' }), ctx),
    ),

    route(contract.downloadCertificate, { access: certificates.read }, async ({ db, ctx, actor, params }) => {
      const certificate = await findCertificate(db, actor, params.certificateId, { to: 'read' });
      const { status, number } = certificate;
      if (status !== 'ready') throw fail(status === 'failed' ? certificateFailed : certificateNotReady);
      return { location: storage.presignGet(toFileKey(ctx.space, certificate), addressLifetime, `${number}.pdf`) };
    }),

    route(contract.revokeCertificate, { access: certificates.read }, async ({ db, ctx, actor, params, body: { reason } }) => {
      const certificate = await findCertificate(db, actor, params.certificateId, { to: 'manage' });
      return present(await revokeCertificate(db, ctx, certificate, { reason, actor }), ctx);
    }),

    route(contract.remakeCertificate, { access: certificates.read }, async ({ db, ctx, actor, params }) => {
      const certificate = await findCertificate(db, actor, params.certificateId, { to: 'manage' });
      if (certificate.status === 'ready') return present(certificate, ctx);
      const status = 'queued';
      await db.update(CertificateEntity, { id: certificate.id }, { status });
      await orderCertificate(db, ctx, certificate);
      return present({ ...certificate, status }, ctx);
    }),
  ];
}

function findCertificates(
  db: EntityManager,
  where: Partial<Pick<CertificateRow, 'personId' | 'courseId'>>,
  query: PageQuery,
): ReturnType<typeof findPage<CertificateRow>> {
  const wanted = db.createQueryBuilder(CertificateEntity, 'certificate').where(where);
  return findPage(wanted, query, { property: 'issuedAt', direction: 'DESC' });
}
