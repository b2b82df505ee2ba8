import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What CONTRIBUTING.md tells people to write, on the service `certificates` that the generator has just made. */

const contract = 'packages/contracts/src/certificates/certificate.ts';
const service = 'services/certificates/src/service.ts';
const routes = 'services/certificates/src/certificate/certificate.routes.ts';

function edit(root: string, file: string, changes: readonly (readonly [before: string, after: string])[]): void {
  let text = readFileSync(join(root, file), 'utf8');
  for (const [before, after] of changes) {
    if (!text.includes(before)) throw new Error(`${file} has no "${before}"`);
    text = text.replace(before, () => after);
  }
  writeFileSync(join(root, file), text);
}

/** "An endpoint", "An event" and "A mail": a list, and a write that tells others and its owner. Returns the files. */
export function addEndpoints(root: string): string[] {
  edit(root, contract, [
    ['import { definePermission }', "import { defineEvent } from '../define/event.ts';\nimport { definePermission }"],
    [
      "import { id, timestamp } from '../shared/fields.ts';",
      "import { id, line, timestamp } from '../shared/fields.ts';\nimport { page, pageQuery } from '../shared/pagination.ts';",
    ],
    ['export const certificates = {', "export const certificates = { issue: definePermission('certificates.issue', ['admin']),"],
  ]);
  const text = readFileSync(join(root, contract), 'utf8');
  writeFileSync(
    join(root, contract),
    `${text}
export const listCertificates = defineEndpoint('listCertificates', 'GET /certificates', {
  summary: 'Certificates, newest first',
  query: pageQuery,
  response: page(certificate),
});

export const issueCertificate = defineEndpoint('issueCertificate', 'POST /certificates', {
  summary: 'Issue a certificate',
  body: z.strictObject({ title: line(1, 200).describe('Title of the certificate') }),
  response: certificate,
  status: 201,
  idempotent: true,
});

export const certificateIssued = defineEvent(
  'certificates.certificate-issued.v1',
  z.object({ certificateId: id, title: z.string(), occurredAt: timestamp }),
);
`,
  );
  const mail = 'services/certificates/src/certificate/certificate-issued.mail.ts';
  writeFileSync(
    join(root, mail),
    `import { defineMail, quotable } from '@lyceum/contracts/notifications/mail';
import { quoteTitle } from '@lyceum/contracts/notifications/quote-title';
import { z } from 'zod';

export const certificateIssuedMail = defineMail('certificate-issued', z.object({ title: quotable }), {
  en: ({ title }) => ({ subject: 'Your certificate', paragraphs: [\`You have the certificate \${quoteTitle(title, 'en')}.\`] }),
  ru: ({ title }) => ({ subject: 'Ваш сертификат', paragraphs: [\`Вам выдан сертификат \${quoteTitle(title, 'ru')}.\`] }),
});
`,
  );
  const useCase = 'services/certificates/src/certificate/issue-certificate.ts';
  writeFileSync(
    join(root, useCase),
    `import type { Actor, Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import { publish } from '@lyceum/common/outbox';
import { certificateIssued } from '@lyceum/contracts/certificates/certificate';
import { mailRequested } from '@lyceum/contracts/notifications/mail';
import type { EntityManager } from 'typeorm';
import { CertificateEntity, type CertificateRow } from './certificate.entity.ts';
import { certificateIssuedMail } from './certificate-issued.mail.ts';

export async function issueCertificate(
  db: EntityManager,
  ctx: Context,
  actor: Actor,
  { title }: { title: string },
): Promise<CertificateRow> {
  const row = { id: newId(), title, createdAt: ctx.now() };
  await db.insert(CertificateEntity, row);
  const fact = { certificateId: row.id, title, occurredAt: row.createdAt };
  await publish(db, ctx, certificateIssued, fact);
  await publish(db, ctx, mailRequested, certificateIssuedMail({ accountId: actor.id, data: { title } }));
  return row;
}
`,
  );
  edit(root, routes, [
    [
      "import { route } from '@lyceum/common/http';",
      "import { route } from '@lyceum/common/http';\nimport { findPage } from '@lyceum/common/pagination';",
    ],
    ['getCertificate', 'getCertificate, issueCertificate as issueCertificateContract, listCertificates'],
    [
      "from './certificate.entity.ts';",
      "from './certificate.entity.ts';\nimport { issueCertificate } from './issue-certificate.ts';",
    ],
    [
      'export const certificateRoutes = [',
      `export const certificateRoutes = [
  route(listCertificates, { access: certificates.readAny }, async ({ db, query }) => {
    const all = db.createQueryBuilder(CertificateEntity, 'certificate');
    const { rows, nextCursor } = await findPage(all, query, { property: 'createdAt', direction: 'DESC' });
    return { items: rows, nextCursor };
  }),
  route(issueCertificateContract, { access: certificates.issue }, ({ db, ctx, actor, body }) =>
    issueCertificate(db, ctx, actor, body),
  ),`,
    ],
  ]);
  const test = 'services/certificates/src/certificate/issue-certificate.test.ts';
  writeFileSync(
    join(root, test),
    `import { certificateIssued, issueCertificate, listCertificates } from '@lyceum/contracts/certificates/certificate';
import { mailRequested } from '@lyceum/contracts/notifications/mail';
import { asAdmin, asStaff } from '@lyceum/testing/actors';
import { service } from '../../test/certificates-service.ts';

it('issues, lists and tells of certificates', async () => {
  for (const title of ['Algebra', 'Chemistry']) {
    expect((await service.call(issueCertificate, { body: { title }, as: asAdmin() })).status).toBe(201);
  }
  const first = await service.call(listCertificates, { query: { limit: 1 }, as: asStaff() });
  const second = await service.call(listCertificates, { query: { cursor: first.body.nextCursor }, as: asStaff() });
  expect([...first.body.items, ...second.body.items]).toMatchObject([{ title: 'Chemistry' }, { title: 'Algebra' }]);
  expect(await service.outbox(certificateIssued.name)).toHaveLength(2);
  expect(await service.outbox(mailRequested.name)).toHaveLength(2);
});

it('answers 403 to whoever may only read', async () => {
  expect((await service.call(issueCertificate, { body: { title: 'Algebra' }, as: asStaff() })).status).toBe(403);
});
`,
  );
  return [contract, mail, useCase, routes, test];
}

/** "A migration": a second noun, whose table the command of the recipe is to write. Returns the files. */
export function addEntity(root: string): string[] {
  const entity = 'services/certificates/src/badge/badge.entity.ts';
  mkdirSync(join(root, dirname(entity)));
  writeFileSync(
    join(root, entity),
    `import { spaceKey } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';

export interface BadgeRow {
  day: string;
  words: string;
  search: string;
}

/** Known by its day. */
export const BadgeEntity = new EntitySchema<BadgeRow>({
  name: 'badge',
  tableName: 'badges',
  columns: {
    ...spaceKey,
    day: { type: 'date', primary: true },
    words: { type: 'text' },
    search: {
      type: 'tsvector',
      generatedType: 'STORED',
      asExpression: "to_tsvector('simple', words)",
      select: false,
    },
  },
});
`,
  );
  edit(root, service, [
    ['import { certificatesConfig }', "import { BadgeEntity } from './badge/badge.entity.ts';\nimport { certificatesConfig }"],
    ['entities: [CertificateEntity]', 'entities: [CertificateEntity, BadgeEntity]'],
  ]);
  const test = 'services/certificates/src/badge/badge.test.ts';
  writeFileSync(
    join(root, test),
    `import { service } from '../../test/certificates-service.ts';
import { BadgeEntity } from './badge.entity.ts';

it('has one badge of a day in each space', async () => {
  const badge = { day: '2026-11-20', words: 'Algebra' };
  for (const space of ['main', 'school-a']) await service.rows((db) => db.insert(BadgeEntity, badge), space);
  expect(await service.rows((db) => db.findOneBy(BadgeEntity, { day: badge.day }))).toMatchObject(badge);
  await expect(service.rows((db) => db.insert(BadgeEntity, badge))).rejects.toMatchObject({ code: '23505' });
});
`,
  );
  return [entity, service, test];
}
