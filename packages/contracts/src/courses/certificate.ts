import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { defineEvent } from '../define/event.ts';
import { definePermission } from '../define/permission.ts';
import { defineProblem } from '../define/problem.ts';
import { bounded, date, id, line, locale, matching, timestamp, version } from '../shared/fields.ts';
import { page, pageQuery } from '../shared/pagination.ts';
import { courseId, courseNotFound } from './course.ts';

export const certificates = {
  read: definePermission('certificates.read', ['user', 'staff', 'admin']),
  manageTemplate: definePermission('certificates.manage-template', ['staff', 'admin']),
};

export const certificateNotFound = defineProblem('certificate.not_found', 404, {
  en: 'There is no such certificate',
  ru: 'Такого сертификата нет',
});
export const certificateNotReady = defineProblem('certificate.not_ready', 409, {
  en: 'The certificate is not made yet',
  ru: 'Сертификат ещё не готов',
});
export const certificateFailed = defineProblem('certificate.failed', 409, {
  en: 'The certificate could not be made; a teacher can order it again',
  ru: 'Сертификат не удалось создать; преподаватель может заказать его снова',
});

/** What anybody may know of a certificate who has its number. */
const certified = {
  number: z.string().meta({ description: 'Number that is printed on it', examples: ['ABCD-EFGH-JKLM'] }),
  learnerName: z.string().describe('Name of the learner, as it was then'),
  courseTitle: z.string().describe('Title of the course, as it was then'),
  schoolName: z.string().describe('Name of the school, as it was then'),
  hours: z.int().nullable().describe('Academic hours of 45 minutes; null when nobody has said'),
  issuedOn: date.describe('Day it was issued on, in UTC'),
  revision: z.int().describe('Number of the revision of the course that was finished'),
  evidenceHash: z.string().describe('SHA-256 in hexadecimal over the ledger of what was learnt'),
  badgeUrl: z.string().describe('Address of its badge'),
  revokedAt: timestamp.nullable().describe('When it was revoked; null while it is valid'),
  revocationReason: z.string().nullable().describe('Why it was revoked; null while it is valid'),
};

export const certificate = z
  .object({
    ...certified,
    id: id.describe('Id of the certificate'),
    courseId: id.describe('Id of the course'),
    personId: id.describe('Id of the learner'),
    status: z.enum(['queued', 'ready', 'failed']).describe('`queued` until its file is made or given up'),
    language: locale.describe('Language it is printed in'),
    score: z.number().nullable().describe('Mean of the scores of its quizzes in per cent; null when it has none'),
    signerName: z.string().describe('Who signs it'),
    signerPosition: z.string().describe('Position of who signs it'),
    issuedAt: timestamp.describe('When it was issued'),
    checkUrl: z.string().describe('Address of its check page, which the QR code leads to'),
  })
  .meta({ id: 'Certificate', description: 'What a learner gets for a finished course' });

export type Certificate = z.output<typeof certificate>;

const certificateId = z.strictObject({ certificateId: id.describe('Id of the certificate') });

export const listOwnCertificates = defineEndpoint('listOwnCertificates', 'GET /courses/certificates', {
  summary: 'One’s own certificates, the last first',
  query: pageQuery,
  response: page(certificate),
});

export const listCourseCertificates = defineEndpoint('listCourseCertificates', 'GET /courses/:courseId/certificates', {
  summary: 'Certificates of a course, the last first, for its authors and staff',
  params: courseId,
  query: pageQuery,
  response: page(certificate),
  errors: [courseNotFound],
});

export const getCertificate = defineEndpoint('getCertificate', 'GET /courses/certificates/:certificateId', {
  summary: 'A certificate, one’s own or of a course one teaches',
  params: certificateId,
  response: certificate,
  errors: [certificateNotFound],
});

export const downloadCertificate = defineEndpoint('downloadCertificate', 'GET /courses/certificates/:certificateId/pdf', {
  summary: 'Redirect to the PDF in the object store; the address is valid for five minutes',
  params: certificateId,
  response: z.object({ location: z.url().describe('Address of the file; it is sent as the header `Location`') }),
  status: 303,
  errors: [certificateNotFound, certificateNotReady, certificateFailed],
});

export const revokeCertificate = defineEndpoint('revokeCertificate', 'POST /courses/certificates/:certificateId/revoke', {
  summary: 'Revoke a certificate and its badge, for authors of the course and staff; the first reason stays',
  params: certificateId,
  body: z.strictObject({ reason: line(1, 300).describe('Why; whoever checks the certificate reads it') }),
  response: certificate,
  errors: [certificateNotFound],
});

export const remakeCertificate = defineEndpoint('remakeCertificate', 'POST /courses/certificates/:certificateId/remake', {
  summary: 'Order a certificate again that has no file, for authors of the course and staff; one that is ready stays as it is',
  params: certificateId,
  response: certificate,
  errors: [certificateNotFound],
});

export const certificateTemplate = z
  .strictObject({
    schoolName: line(0, 200).describe('Name of the school; when it is empty, the host of the platform'),
    signerName: line(0, 200).describe('Name of who signs; empty leaves room to sign by hand'),
    signerPosition: line(0, 200).describe('Position of who signs'),
    title: line(0, 60).describe('First line, the largest; when it is empty, the word for a certificate'),
    subtitle: line(0, 120).describe('Second line; when it is empty, that it is for a course'),
    accentColor: matching(/^#[\da-f]{6}$/, 7, {
      en: 'A colour is needed: # and six hexadecimal digits, in small letters',
      ru: 'Нужен цвет: знак # и шесть шестнадцатеричных цифр, буквы строчные',
    }).meta({ description: 'Colour of frame and title', examples: ['#1f4e8c'] }),
    language: z
      .enum(['course', 'learner'])
      .describe('Language of new certificates: that of the course, or that of the learner’s profile'),
  })
  .meta({ id: 'CertificateTemplate', description: 'What is the same on all new certificates of a space' });

export type CertificateTemplate = z.output<typeof certificateTemplate>;

const storedTemplate = certificateTemplate
  .extend({ version })
  .meta({ id: 'StoredCertificateTemplate', description: 'The template of certificates, with its version' });

export const getCertificateTemplate = defineEndpoint('getCertificateTemplate', 'GET /courses/certificate-template', {
  summary: 'Template of new certificates',
  response: storedTemplate,
});

export const putCertificateTemplate = defineEndpoint('putCertificateTemplate', 'PUT /courses/certificate-template', {
  summary: 'Set the template of new certificates; those issued before keep theirs',
  body: certificateTemplate,
  response: storedTemplate,
  ifMatch: true,
});

const certificateNumber = z.strictObject({
  number: bounded(40).meta({
    description: 'Number of the certificate, in capitals or not, with hyphens or without',
    examples: ['ABCD-EFGH-JKLM'],
  }),
});

export const checkCertificate = defineEndpoint('checkCertificate', 'GET /courses/certificates/check/:number', {
  open: true,
  summary: 'Whether a certificate is valid, and what it certifies',
  params: certificateNumber,
  response: z
    .object({ ...certified, verdict: z.enum(['valid', 'revoked']).describe('Whether it holds') })
    .meta({ id: 'CertificateCheck', description: 'What anybody learns of a certificate by its number' }),
  errors: [certificateNotFound],
});

export const checkPage = defineEndpoint('checkPage', 'GET /courses/certificates/check/:number/page', {
  open: true,
  summary: 'The same as a page for people; it also says so where there is no such certificate',
  params: certificateNumber,
  query: z.strictObject({ lang: locale.optional().describe('Language of the page; that of `Accept-Language` without it') }),
  produces: 'text/html',
  response: z.string().meta({ description: 'A whole page without scripts', examples: ['<!doctype html>'] }),
});

const eventFields = z.object({
  certificateId: id,
  courseId: id,
  enrolmentId: id,
  personId: id,
  number: z.string(),
  title: z.string(),
  occurredAt: timestamp,
});

export const certificateIssued = defineEvent('courses.certificate-issued.v1', eventFields);

export const certificateRevoked = defineEvent('courses.certificate-revoked.v1', eventFields.extend({ reason: z.string() }));
