import type { Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import { on, publish } from '@lyceum/common/outbox';
import { certificateIssued } from '@lyceum/contracts/courses/certificate';
import { courseCompleted } from '@lyceum/contracts/courses/enrolment';
import type { Locale } from '@lyceum/contracts/shared/fields';
import type { EntityManager } from 'typeorm';
import { CourseEntity } from '../../authoring/course/course.entity.ts';
import { EnrolmentEntity } from '../../enrolling/enrolment/enrolment.entity.ts';
import { PersonEntity } from '../../enrolling/person/person.entity.ts';
import { BadgeEntity } from '../badge/badge.entity.ts';
import { findTemplate } from '../certificate-template/find-template.ts';
import { CertificateEntity, type CertificateRow } from './certificate.entity.ts';
import { createNumber } from './certificate-number.ts';
import { findScore } from './find-score.ts';
import { hashEvidence } from './hash-evidence.ts';
import { orderCertificate } from './order-certificate.ts';

const words = {
  en: { title: 'CERTIFICATE', subtitle: 'of completion', criteria: 'All required lessons of the course are finished.' },
  ru: { title: 'СЕРТИФИКАТ', subtitle: 'о прохождении курса', criteria: 'Все обязательные уроки курса пройдены.' },
} as const satisfies Record<Locale, object>;

/** Once an enrolment: who finishes a course again, by a later revision, has the certificate already. */
export const issueCertificate = on(
  courseCompleted,
  'courses.issue-certificate',
  async ({ courseId, enrolmentId, personId, title, revision }, { db, ctx }) => {
    if (await db.existsBy(CertificateEntity, { enrolmentId })) return;
    const person = await db.findOneBy(PersonEntity, { id: personId });
    if (!person) throw new Error(`the account ${personId} is not known yet`);
    const course = await db.findOneByOrFail(CourseEntity, { id: courseId });
    const enrolment = await db.findOneByOrFail(EnrolmentEntity, { id: enrolmentId });
    const { content: template } = await findTemplate(db);
    const language = template.language === 'course' ? course.language : person.locale;
    const { schoolName, signerName, signerPosition, accentColor } = template;
    const certificate: CertificateRow = {
      ...{ id: newId(), courseId, enrolmentId, personId, badgeId: newId(), number: createNumber(), status: 'queued', language },
      ...{ learnerName: person.name, courseTitle: title, hours: course.hours, revision },
      score: await findScore(db, enrolment),
      evidenceHash: await hashEvidence(db, enrolmentId),
      ...{ schoolName, signerName, signerPosition, accentColor },
      titleLines: [template.title || words[language].title, template.subtitle || words[language].subtitle],
      ...{ issuedAt: ctx.now(), revokedAt: null, revocationReason: null, revokedBy: null },
    };
    await insertBadge(db, certificate, course.summary);
    if (await insertOnce(db, certificate)) await announce(db, ctx, certificate);
    else await db.delete(BadgeEntity, { id: certificate.badgeId });
  },
);

async function insertBadge(db: EntityManager, certificate: CertificateRow, summary: string): Promise<void> {
  const { badgeId: id, personId, learnerName, courseId, courseTitle, schoolName, issuedAt, language } = certificate;
  await db.insert(BadgeEntity, {
    ...{ id, personId, recipientName: learnerName, issuerName: schoolName, issuedAt },
    achievement: {
      type: 'Course',
      path: `/courses/${courseId}`,
      name: courseTitle,
      description: summary || courseTitle,
      criteria: `${words[language].criteria} SHA-256: ${certificate.evidenceHash}`,
    },
    ...{ credential: null, revokedAt: null, revocationReason: null },
  });
}

/** False when somebody was faster: of two at once, the second waits here for the first. */
async function insertOnce(db: EntityManager, certificate: CertificateRow): Promise<boolean> {
  const { raw } = await db
    .createQueryBuilder()
    .insert()
    .into(CertificateEntity)
    .values(certificate)
    .orIgnore()
    .returning('id')
    .execute();
  if (Array.isArray(raw) && raw.length > 0) return true;
  if (await db.existsBy(CertificateEntity, { enrolmentId: certificate.enrolmentId })) return false;
  throw new Error('the number of a certificate was taken: another one will be drawn');
}

async function announce(db: EntityManager, ctx: Context, certificate: CertificateRow): Promise<void> {
  const { id: certificateId, courseId, enrolmentId, personId, number, courseTitle: title } = certificate;
  const fields = { certificateId, courseId, enrolmentId, personId, number, title };
  await publish(db, ctx, certificateIssued, { ...fields, occurredAt: ctx.now() });
  await orderCertificate(db, ctx, certificate);
}
