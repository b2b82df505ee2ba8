import { fillPath } from '@lyceum/common/client';
import { handle, type JobHandler, type JobRun } from '@lyceum/common/jobs';
import { publish } from '@lyceum/common/outbox';
import type { Storage } from '@lyceum/common/storage';
import type { SlowWork } from '@lyceum/common/work-thread';
import { checkPage } from '@lyceum/contracts/courses/certificate';
import { mailRequested } from '@lyceum/contracts/notifications/mail';
import { IsNull, Not } from 'typeorm';
import { type Signer, signBadge } from '../badge/sign-badge.ts';
import type { Certificate } from '../certificate-printing/certificate.ts';
import { CertificateEntity, type CertificateRow } from './certificate.entity.ts';
import { toFileKey } from './certificate-file.ts';
import { certificateReadyMail } from './certificate-ready.mail.ts';
import { makeCertificate } from './order-certificate.ts';
import { presentCertificate } from './present-certificate.ts';

export interface Maker extends Signer {
  readonly storage: Storage;
  readonly printCertificate: SlowWork<Certificate, Uint8Array>;
}

/** Signs the badge, then prints and stores the PDF. A run after a crash keeps the badge and replaces the file with the same bytes. */
export function handleMakeCertificate(maker: Maker): JobHandler {
  return handle(
    makeCertificate,
    async ({ certificateId }, run) => {
      const { ctx, signal } = run;
      const queued = { id: certificateId, status: 'queued' } as const;
      const certificate = await run.read((db) => db.findOneBy(CertificateEntity, queued));
      if (!certificate) return;
      try {
        await signBadge(maker, certificate.badgeId, run);
        const { space, person } = ctx;
        const printed = toPrinted(certificate, { publicUrl: maker.publicUrl, space });
        const pdf = await maker.printCertificate(printed, { space, person, signal });
        await maker.storage.put(toFileKey(space, certificate), pdf, 'application/pdf');
        await finish(run, certificate);
      } catch (error) {
        if (run.isFinal(error)) await giveUp(run, certificateId);
        throw error;
      }
    },
    { giveUp: ({ certificateId }, run) => giveUp(run, certificateId) },
  );
}

function toPrinted(certificate: CertificateRow, place: { publicUrl: string; space: string }): Certificate {
  const { language: locale, titleLines, learnerName, courseTitle, hours, score, number, revision, accentColor } = certificate;
  const { schoolName, issuedOn, checkUrl } = presentCertificate(certificate, place);
  return {
    ...{ locale, titleLines, schoolName, learnerName, courseTitle, hours, score, issuedOn, number, revision, accentColor },
    signer: { name: certificate.signerName, position: certificate.signerPosition },
    verifyUrl: checkUrl,
  };
}

/** The mail goes out with the commit, once: another run finds it ready. Of one that is revoked by now there is nothing to tell. */
async function finish({ ctx, transact }: JobRun, { id, personId, courseTitle: title, number }: CertificateRow): Promise<void> {
  const path = fillPath(checkPage, { number }, {});
  await transact(async (db) => {
    const { affected } = await db.update(CertificateEntity, { id, status: 'queued' }, { status: 'ready' });
    if (!affected || (await db.existsBy(CertificateEntity, { id, revokedAt: Not(IsNull()) }))) return;
    await publish(db, ctx, mailRequested, certificateReadyMail({ accountId: personId, data: { title, number, path } }));
  });
}

async function giveUp({ transact }: JobRun, id: string): Promise<void> {
  await transact((db) => db.update(CertificateEntity, { id, status: 'queued' }, { status: 'failed' }));
}
