import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What CONTRIBUTING.md tells people to write, on the service `certificates` that the generator has just made. */

const contract = 'packages/contracts/src/certificates/certificate.ts';
const routes = 'services/certificates/src/certificate/certificate.routes.ts';
const service = 'services/certificates/src/service.ts';
const accessTest = 'services/certificates/test/access.test.ts';

function edit(root: string, file: string, changes: readonly (readonly [before: string, after: string])[]): void {
  let text = readFileSync(join(root, file), 'utf8');
  for (const [before, after] of changes) {
    if (!text.includes(before)) throw new Error(`${file} has no "${before}"`);
    text = text.replace(before, () => after);
  }
  writeFileSync(join(root, file), text);
}

/** "An endpoint", "An event", "A job" and "A mail": a certificate is awarded, others and its owner are told. Returns the files. */
export function addEndpoint(root: string): string[] {
  edit(root, contract, [
    ['import { definePermission }', "import { defineEvent } from '../define/event.ts';\nimport { definePermission }"],
    ['export const certificates = {', "export const certificates = { award: definePermission('certificates.award', ['admin']),"],
  ]);
  const text = readFileSync(join(root, contract), 'utf8');
  writeFileSync(
    join(root, contract),
    `${text}
export const awardCertificate = defineEndpoint('awardCertificate', 'POST /certificates/:certificateId/award', {
  summary: 'Award a certificate',
  params,
  body: z.strictObject({ accountId: id.describe('Who gets it') }),
  response: certificate,
  errors: [certificateNotFound],
});

export const certificateAwarded = defineEvent(
  'certificates.certificate-awarded.v1',
  z.object({ certificateId: id, accountId: id, title: z.string(), occurredAt: timestamp }),
);
`,
  );
  const architecture = 'docs/architecture.md';
  edit(root, architecture, [
    [
      '| certificates | `/certificates` | `certificates` | | |',
      '| certificates | `/certificates` | `certificates` | | `certificate-awarded` |',
    ],
  ]);
  const mail = 'services/certificates/src/certificate/certificate-awarded.mail.ts';
  writeFileSync(
    join(root, mail),
    `import { defineMail, quotable } from '@lyceum/contracts/notifications/mail';
import { quoteTitle } from '@lyceum/contracts/notifications/quote-title';
import { z } from 'zod';

export const certificateAwardedMail = defineMail('certificate-awarded', z.object({ title: quotable }), {
  en: ({ title }) => ({ subject: 'Your certificate', paragraphs: [\`You have the certificate \${quoteTitle(title, 'en')}.\`] }),
  ru: ({ title }) => ({ subject: 'Ваш сертификат', paragraphs: [\`Вам выдан сертификат \${quoteTitle(title, 'ru')}.\`] }),
});
`,
  );
  const job = 'services/certificates/src/certificate/count-certificates.job.ts';
  writeFileSync(
    join(root, job),
    `import { defineJob, handle } from '@lyceum/common/jobs';
import { z } from 'zod';
import { CertificateEntity } from './certificate.entity.ts';

export const countCertificates = defineJob('certificates.count-certificates', z.object({}), {
  attempts: 3,
  backoffMs: 1_000,
});

export const handleCountCertificates = handle(countCertificates, async (_payload, { ctx, read }) => {
  const count = await read((db) => db.count(CertificateEntity));
  ctx.log.info({ count }, 'certificates counted');
});
`,
  );
  const useCase = 'services/certificates/src/certificate/award-certificate.ts';
  writeFileSync(
    join(root, useCase),
    `import type { Context } from '@lyceum/common/context';
import { enqueue, publish } from '@lyceum/common/outbox';
import { certificateAwarded } from '@lyceum/contracts/certificates/certificate';
import { mailRequested } from '@lyceum/contracts/notifications/mail';
import type { EntityManager } from 'typeorm';
import type { CertificateRow } from './certificate.entity.ts';
import { certificateAwardedMail } from './certificate-awarded.mail.ts';
import { countCertificates } from './count-certificates.job.ts';

export async function awardCertificate(
  db: EntityManager,
  ctx: Context,
  { id: certificateId, title }: CertificateRow,
  accountId: string,
): Promise<void> {
  await publish(db, ctx, certificateAwarded, { certificateId, accountId, title, occurredAt: ctx.now() });
  await publish(db, ctx, mailRequested, certificateAwardedMail({ accountId, data: { title } }));
  await enqueue(db, ctx, countCertificates, {});
}
`,
  );
  edit(root, routes, [
    [
      "import type { EntityManager } from 'typeorm';",
      "import type { EntityManager } from 'typeorm';\nimport { awardCertificate } from './award-certificate.ts';",
    ],
    [
      'export const certificateRoutes = [',
      `export const certificateRoutes = [
  route(contract.awardCertificate, { access: certificates.award }, async ({ db, ctx, params, body }) => {
    const certificate = found(await db.findOneBy(CertificateEntity, { id: params.certificateId }), certificateNotFound);
    await awardCertificate(db, ctx, certificate, body.accountId);
    return certificate;
  }),
`,
    ],
  ]);
  edit(root, accessTest, [
    [
      'inputs: () => ({',
      "inputs: () => ({ 'POST /certificates/:certificateId/award': { body: { accountId: '0192f0c4-7d1e-7c3a-9b1a-2f6f0d8f1b11' } },",
    ],
  ]);
  const feature = 'services/certificates/src/certificate/certificate.feature.ts';
  edit(root, feature, [
    ['({ routes: certificateRoutes })', '({ routes: certificateRoutes, jobs: [handleCountCertificates] })'],
    [
      'import { CertificateEntity }',
      "import { handleCountCertificates } from './count-certificates.job.ts';\nimport { CertificateEntity }",
    ],
  ]);
  const test = 'services/certificates/src/certificate/award-certificate.test.ts';
  writeFileSync(
    join(root, test),
    `import { newId } from '@lyceum/common/database';
import { awardCertificate, certificateAwarded } from '@lyceum/contracts/certificates/certificate';
import { mailRequested } from '@lyceum/contracts/notifications/mail';
import { asAdmin, asStaff } from '@lyceum/testing/actors';
import { buildCertificate } from '../../test/build-certificate.ts';
import { service } from '../../test/certificates-service.ts';

it('awards a certificate and tells of it', async () => {
  const { id } = await buildCertificate(service, { title: 'Algebra' });
  const award = { params: { certificateId: id }, body: { accountId: newId() } };
  expect((await service.call(awardCertificate, { ...award, as: asStaff() })).status).toBe(403);
  expect((await service.call(awardCertificate, { ...award, as: asAdmin() })).status).toBe(200);
  expect(await service.outbox(certificateAwarded.name)).toMatchObject([{ payload: { certificateId: id, title: 'Algebra' } }]);
  expect(await service.outbox(mailRequested.name)).toHaveLength(1);
  expect(await service.runJobs()).toHaveLength(1);
});
`,
  );
  return [contract, mail, job, useCase, routes, accessTest, feature, test];
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
      insert: false,
      update: false,
    },
  },
});
`,
  );
  edit(root, 'docs/architecture.md', [
    ['| certificates | `/certificates` | `certificates` |', '| certificates | `/certificates` | `certificates`, `badges` |'],
  ]);
  const feature = 'services/certificates/src/badge/badge.feature.ts';
  writeFileSync(
    join(root, feature),
    `import { defineFeature } from '@lyceum/common/service';
import { BadgeEntity } from './badge.entity.ts';

export const badgeFeature = defineFeature({ entities: [BadgeEntity] });
`,
  );
  edit(root, service, [
    ['import { certificatesConfig }', "import { badgeFeature } from './badge/badge.feature.ts';\nimport { certificatesConfig }"],
    ['features: [', 'features: [badgeFeature, '],
  ]);
  const test = 'services/certificates/src/badge/badge.test.ts';
  writeFileSync(
    join(root, test),
    `import { service } from '../../test/certificates-service.ts';
import { BadgeEntity } from './badge.entity.ts';

it('has one badge of a day in each space', async () => {
  const badge = { day: '2026-11-20', words: 'Algebra' };
  for (const space of ['main', 'school-a']) await service.rows((db) => db.insert(BadgeEntity, { ...badge }), space);
  expect(await service.rows((db) => db.findOneBy(BadgeEntity, { day: badge.day }))).toMatchObject(badge);
  await expect(service.rows((db) => db.insert(BadgeEntity, { ...badge }))).rejects.toMatchObject({ code: '23505' });
});
`,
  );
  return [entity, feature, service, test];
}
