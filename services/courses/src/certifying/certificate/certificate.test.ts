import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { startAttempt, submitAttempt } from '@lyceum/contracts/courses/attempt';
import { createBadgeKey } from '@lyceum/contracts/courses/badge';
import * as contract from '@lyceum/contracts/courses/certificate';
import {
  type CertificateTemplate,
  checkCertificate,
  downloadCertificate,
  getCertificate,
  getCertificateTemplate,
  listOwnCertificates,
  putCertificateTemplate,
} from '@lyceum/contracts/courses/certificate';
import { addAuthor } from '@lyceum/contracts/courses/course';
import { courseCompleted } from '@lyceum/contracts/courses/enrolment';
import { mailRequested } from '@lyceum/contracts/notifications/mail';
import { asAdmin, asStaff, asUser, type TestActor } from '@lyceum/testing/actors';
import { service } from '../../../test/courses-service.ts';
import {
  buildCertificate,
  buildEnrolment,
  buildLearner,
  buildQuestion,
  buildQuiz,
  findCompletion,
  finishCourse,
  knowPerson,
} from '../../../test/factories.ts';
import { makeCertificate } from './order-certificate.ts';

const listOwn = async (as: TestActor) => (await service.call(listOwnCertificates, { as })).body.items;
const get = (as: TestActor, certificateId: string) => service.call(getCertificate, { as, params: { certificateId } });
const download = (as: TestActor, certificateId: string) => service.call(downloadCertificate, { as, params: { certificateId } });
const check = (number: string, space?: string) => service.call(checkCertificate, { params: { number }, space });
const revoke = (as: TestActor, certificateId: string, reason = 'Списал') =>
  service.call(contract.revokeCertificate, { as, params: { certificateId }, body: { reason } });
const remake = (as: TestActor, certificateId: string) =>
  service.call(contract.remakeCertificate, { as, params: { certificateId } });

/** Of poppler. */
const reader = 'pdftotext';

async function readPdf(as: TestActor, certificateId: string): Promise<string> {
  const { status, headers } = await download(as, certificateId);
  expect(status).toBe(303);
  const file = await fetch(String(headers['location']));
  const input = Buffer.from(await file.arrayBuffer());
  return `${spawnSync(reader, ['-layout', '-', '-'], { input }).stdout}`.replaceAll(/\s+/g, ' ');
}

/** Jobs of certificates that failed, when all that are due have run. */
async function runJobs(): Promise<unknown[]> {
  return (await service.runJobs()).flatMap(({ error }) => (error === undefined ? [] : [error]));
}

describe('a finished course', () => {
  it('gives a certificate with a number that anybody checks without an account', async () => {
    const { learner, certificate, courseId } = await buildCertificate({ title: 'Основы TypeScript' });
    expect(certificate).toMatchObject({ courseId, personId: learner.id, status: 'queued', score: null, revision: 1 });
    expect((await download(learner, certificate.id)).body.code).toBe('certificate.not_ready');
    expect(await runJobs()).toEqual([]);

    expect((await get(learner, certificate.id)).body).toEqual({ ...certificate, status: 'ready' });
    const { status, body } = await check(certificate.number);
    expect([status, body]).toEqual([
      200,
      {
        verdict: 'valid',
        number: expect.stringMatching(/^(?:[A-HJ-NP-Z2-9]{4}-){2}[A-HJ-NP-Z2-9]{4}$/),
        learnerName: 'Анна',
        courseTitle: 'Основы TypeScript',
        schoolName: 'lyceum.test',
        hours: null,
        issuedOn: certificate.issuedAt.slice(0, 10),
        revision: 1,
        evidenceHash: expect.stringMatching(/^[\da-f]{64}$/),
        badgeUrl: certificate.badgeUrl,
        revokedAt: null,
        revocationReason: null,
      },
    ]);
    for (const typed of [certificate.number.toLowerCase(), certificate.number.replaceAll('-', ''), ` ${certificate.number} `])
      expect((await check(typed)).body).toEqual(body);
    for (const unknown of ['ABCD-EFGH-JKLM', 'IIII-0000-1111', '%', '-', `${certificate.number}A`])
      expect((await check(unknown)).body.code).toBe('certificate.not_found');
  });

  it('tells the learner in a mail, others by an event, and prints what it certifies', async () => {
    const { learner, certificate, completion } = await buildCertificate({ title: 'Сети' });
    const { id: certificateId, number, courseId } = certificate;
    const issued = await service.outbox(contract.certificateIssued.name);
    const { enrolmentId } = completion;
    expect(issued.at(-1)?.payload).toMatchObject({ certificateId, courseId, enrolmentId, number, title: 'Сети' });
    await runJobs();
    const mails = (await service.outbox(mailRequested.name)).filter(({ payload }) => payload['accountId'] === learner.id);
    expect(mails).toHaveLength(1);
    expect(mails[0]?.payload).toMatchObject({
      kind: 'certificate-ready',
      letters: { ru: { subject: expect.stringContaining('«Сети»') } },
    });
    const text = await readPdf(learner, certificateId);
    for (const words of ['СЕРТИФИКАТ', 'Анна', 'Сети', number, certificate.checkUrl]) expect(text).toContain(words);
  });

  it('gives one certificate, however often and at once it is told', async () => {
    const { learner, completion } = await finishCourse();
    await Promise.all(Array.from({ length: 5 }, () => service.deliver(courseCompleted, completion, { times: 2 })));
    await service.deliver(courseCompleted, { ...completion, revision: 2 });
    const [certificate, ...others] = await listOwn(learner);
    expect(others).toEqual([]);
    expect(await service.outbox(makeCertificate.name)).toHaveLength(1);
    await runJobs();
    expect(await get(learner, certificate.id)).toMatchObject({ body: { status: 'ready', revision: 1 } });
  });

  it('waits for an account that is not known yet', async () => {
    const learner = asUser();
    const { completion } = await finishCourse({ learner });
    const id = randomUUID();
    await expect(service.deliver(courseCompleted, completion, { id })).rejects.toThrow('is not known yet');
    await knowPerson(learner, { name: 'Пётр' });
    // By who issues it, and by who tells record stores, who come after.
    expect(await service.deliver(courseCompleted, completion, { id })).toBe(2);
    expect(await listOwn(learner)).toMatchObject([{ learnerName: 'Пётр' }]);
  });

  it('keeps the score of its quizzes, and another hash for other evidence', async () => {
    const questions = Array.from({ length: 6 }, (_, index) => buildQuestion({ prompt: `Вопрос ${index}?` }));
    const { courseId, lessons } = await buildQuiz({ questions, shuffle: false });
    const { learner, enrolment } = await buildEnrolment(courseId);
    const [lessonId = ''] = lessons;
    const { body: attempt } = await service.call(startAttempt, { as: learner, params: { courseId, lessonId } });
    const answers = attempt.questions.map(({ id: questionId }: { id: string }, index: number) => ({
      questionId,
      answer: { type: 'single', choice: index === 0 ? 1 : 0 },
    }));
    await service.call(submitAttempt, { as: learner, params: { attemptId: attempt.id }, body: { answers } });
    const completion = await findCompletion(enrolment.id);
    await service.deliver(courseCompleted, completion);
    const [certificate] = await listOwn(learner);
    expect(certificate.score).toBe(83.3);
    const other = await buildCertificate();
    expect(other.certificate.evidenceHash).not.toBe(certificate.evidenceHash);
  });

  it('takes what the school has set, in the language of the learner, and keeps it when the template changes', async () => {
    const space = 'template-school';
    const staff = asStaff({ space });
    const template: CertificateTemplate = {
      ...{ schoolName: 'Школа <Вектор>', signerName: 'И. П. Сидоров', signerPosition: 'Director', title: '', subtitle: '' },
      ...{ accentColor: '#aa0000', language: 'learner' },
    };
    const before = await service.call(getCertificateTemplate, { as: staff });
    expect(before.body).toMatchObject({ schoolName: '', accentColor: '#1f4e8c', language: 'course', version: 0 });
    const red = await service.call(putCertificateTemplate, { as: staff, body: { ...template, accentColor: 'red' } });
    expect([red.status, red.body.errors]).toMatchObject([400, [{ pointer: '/body/accentColor' }]]);
    const put = await service.call(putCertificateTemplate, { as: staff, body: template, headers: { 'if-match': '"0"' } });
    expect([put.status, put.body.version]).toEqual([200, 1]);
    const learner = await buildLearner({ space, locale: 'en' });
    const { certificate } = await buildCertificate({ author: staff, learner });
    await service.call(putCertificateTemplate, { as: staff, body: { ...template, schoolName: 'Другая' } });
    const stale = await service.call(putCertificateTemplate, { as: staff, body: template, headers: { 'if-match': '"1"' } });
    expect([stale.status, stale.body.code]).toEqual([412, 'precondition.failed']);
    await runJobs();
    expect(certificate.checkUrl).toBe(
      `http://lyceum.test/s/${space}/api/v1/courses/certificates/check/${certificate.number}/page`,
    );
    const text = await readPdf(learner, certificate.id);
    for (const words of ['CERTIFICATE', 'Школа <Вектор>', 'И. П. Сидоров', certificate.checkUrl]) expect(text).toContain(words);
    expect([(await check(certificate.number, space)).status, (await check(certificate.number)).status]).toEqual([200, 404]);
  });

  it('certifies a name of 300 characters with emoji', async () => {
    const name = '👩‍💻 Анна-Мария '.repeat(20).slice(0, 300).toWellFormed();
    const learner = await knowPerson(asUser(), { name });
    const { certificate } = await buildCertificate({ learner });
    expect(await runJobs()).toEqual([]);
    expect((await check(certificate.number)).body.learnerName).toBe(name);
    expect(await readPdf(learner, certificate.id)).toContain('Анна-Мария');
  });
});

describe('who sees and manages a certificate', () => {
  it('is its learner, authors of the course and staff; to others it does not exist', async () => {
    const { author, learner, certificate, courseId } = await buildCertificate();
    await runJobs();
    const coAuthor = await buildLearner();
    await service.call(addAuthor, { as: author, params: { courseId, personId: coAuthor.id } });
    for (const as of [learner, coAuthor, asStaff()]) expect((await get(as, certificate.id)).status).toBe(200);
    const listed = await service.call(contract.listCourseCertificates, { as: coAuthor, params: { courseId } });
    expect(listed.body.items).toMatchObject([{ id: certificate.id }]);

    const stranger = asUser();
    expect(await listOwn(stranger)).toEqual([]);
    const answers = [
      await get(stranger, certificate.id),
      await download(stranger, certificate.id),
      await revoke(stranger, certificate.id),
      await remake(stranger, certificate.id),
      await revoke(learner, certificate.id),
      await remake(learner, certificate.id),
    ];
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(answers.map(() => [404, 'certificate.not_found']));
    const list = await service.call(contract.listCourseCertificates, { as: learner, params: { courseId } });
    expect([list.status, list.body.code]).toEqual([404, 'course.not_found']);
  });

  it('revokes it once: the check says when and why, a repeat changes nothing, and no mail praises it', async () => {
    const { author, learner, certificate } = await buildCertificate();
    expect(await revoke(author, certificate.id, ' ')).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
    const first = await revoke(author, certificate.id);
    expect(first).toMatchObject({ status: 200, body: { revocationReason: 'Списал', revokedAt: expect.any(String) } });
    service.clock.advance(1000);
    expect((await revoke(asStaff(), certificate.id, 'Иное')).body).toEqual(first.body);
    const { revokedAt } = first.body;
    expect((await check(certificate.number)).body).toMatchObject({ verdict: 'revoked', revokedAt, revocationReason: 'Списал' });
    const events = (await service.outbox(contract.certificateRevoked.name)).filter(
      ({ payload }) => payload['certificateId'] === certificate.id,
    );
    expect(events).toMatchObject([{ payload: { number: certificate.number, reason: 'Списал' } }]);
    expect(await runJobs()).toEqual([]);
    const mails = (await service.outbox(mailRequested.name)).filter(({ payload }) => payload['accountId'] === learner.id);
    expect(mails).toEqual([]);
  });
});

describe('a certificate that cannot be made', () => {
  it('ends as failed, says so, and is made when a teacher orders it again', async () => {
    const space = 'lost-secret';
    const author = asStaff({ space });
    const learner = await buildLearner({ space });
    await service.call(createBadgeKey, { as: asAdmin({ space }) });
    // As after a start with another KEY_ENCRYPTION_SECRET.
    await service.rows((db) => db.query("UPDATE badge_keys SET private_key = 'of another secret'"), space);
    const { certificate } = await buildCertificate({ author, learner });
    expect(await runJobs()).toMatchObject([{ message: expect.stringContaining('KEY_ENCRYPTION_SECRET') }]);
    expect((await get(learner, certificate.id)).body.status).toBe('failed');
    expect((await download(learner, certificate.id)).body.code).toBe('certificate.failed');
    expect((await check(certificate.number, space)).body.verdict).toBe('valid');

    await service.call(createBadgeKey, { as: asAdmin({ space }) });
    expect((await remake(author, certificate.id)).body.status).toBe('queued');
    expect((await remake(author, certificate.id)).body.status).toBe('queued');
    expect(await runJobs()).toEqual([]);
    expect((await download(learner, certificate.id)).status).toBe(303);
    expect((await remake(author, certificate.id)).body.status).toBe('ready');
  });

  it('is made when a teacher orders it again whose job was lost in an outage', async () => {
    const { author, learner, certificate } = await buildCertificate();
    await service.giveUpJobs();
    await service.rows((db) => db.query("UPDATE certificates SET status = 'queued' WHERE id = $1", [certificate.id]));
    expect((await remake(author, certificate.id)).body.status).toBe('queued');
    expect(await runJobs()).toEqual([]);
    expect((await download(learner, certificate.id)).status).toBe(303);
  });

  it('ends as failed when processes died over it', async () => {
    const { learner, certificate } = await buildCertificate();
    expect(await service.giveUpJobs()).toEqual([makeCertificate.name]);
    expect((await get(learner, certificate.id)).body.status).toBe('failed');
  });
});
