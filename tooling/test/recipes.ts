import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What CONTRIBUTING.md tells people to write, on the service `diplomas` that the generator has just made. */

const contract = 'packages/contracts/src/diplomas/diploma.ts';
const routes = 'services/diplomas/src/diploma/diploma.routes.ts';
const service = 'services/diplomas/src/service.ts';
const accessTest = 'services/diplomas/test/access.test.ts';

function edit(root: string, file: string, changes: readonly (readonly [before: string, after: string])[]): void {
  let text = readFileSync(join(root, file), 'utf8');
  for (const [before, after] of changes) {
    if (!text.includes(before)) throw new Error(`${file} has no "${before}"`);
    text = text.replace(before, () => after);
  }
  writeFileSync(join(root, file), text);
}

/** "An endpoint", "An event", "A job" and "A mail": a diploma is awarded, others and its owner are told. Returns the files. */
export function addEndpoint(root: string): string[] {
  edit(root, contract, [
    ['import { definePermission }', "import { defineEvent } from '../define/event.ts';\nimport { definePermission }"],
    ['export const diplomas = {', "export const diplomas = { award: definePermission('diplomas.award', ['admin']),"],
  ]);
  const text = readFileSync(join(root, contract), 'utf8');
  writeFileSync(
    join(root, contract),
    `${text}
export const awardDiploma = defineEndpoint('awardDiploma', 'POST /diplomas/:diplomaId/award', {
  summary: 'Award a diploma',
  params,
  body: z.strictObject({ accountId: id.describe('Who gets it') }),
  response: diploma,
  errors: [diplomaNotFound],
});

export const diplomaAwarded = defineEvent(
  'diplomas.diploma-awarded.v1',
  z.object({ diplomaId: id, accountId: id, title: z.string(), occurredAt: timestamp }),
);
`,
  );
  const architecture = 'docs/architecture.md';
  edit(root, architecture, [
    ['| diplomas | `/diplomas` | `diplomas` | | |', '| diplomas | `/diplomas` | `diplomas` | | `diploma-awarded` |'],
  ]);
  const mail = 'services/diplomas/src/diploma/diploma-awarded.mail.ts';
  writeFileSync(
    join(root, mail),
    `import { defineMail, quotable } from '@lyceum/contracts/notifications/mail';
import { quoteTitle } from '@lyceum/contracts/notifications/quote-title';
import { z } from 'zod';

export const diplomaAwardedMail = defineMail('diploma-awarded', z.object({ title: quotable }), {
  en: ({ title }) => ({ subject: 'Your diploma', paragraphs: [\`You have the diploma \${quoteTitle(title, 'en')}.\`] }),
  ru: ({ title }) => ({ subject: 'Ваш сертификат', paragraphs: [\`Вам выдан сертификат \${quoteTitle(title, 'ru')}.\`] }),
});
`,
  );
  const job = 'services/diplomas/src/diploma/count-diplomas.job.ts';
  writeFileSync(
    join(root, job),
    `import { defineJob, handle } from '@lyceum/common/jobs';
import { z } from 'zod';
import { DiplomaEntity } from './diploma.entity.ts';

export const countDiplomas = defineJob('diplomas.count-diplomas', z.object({}), {
  attempts: 3,
  backoffMs: 1_000,
});

export const handleCountDiplomas = handle(countDiplomas, async (_payload, { ctx, read }) => {
  const count = await read((db) => db.count(DiplomaEntity));
  ctx.log.info({ count }, 'diplomas counted');
});
`,
  );
  const useCase = 'services/diplomas/src/diploma/award-diploma.ts';
  writeFileSync(
    join(root, useCase),
    `import type { Context } from '@lyceum/common/context';
import { enqueue, publish } from '@lyceum/common/outbox';
import { diplomaAwarded } from '@lyceum/contracts/diplomas/diploma';
import { mailRequested } from '@lyceum/contracts/notifications/mail';
import type { EntityManager } from 'typeorm';
import type { DiplomaRow } from './diploma.entity.ts';
import { diplomaAwardedMail } from './diploma-awarded.mail.ts';
import { countDiplomas } from './count-diplomas.job.ts';

export async function awardDiploma(
  db: EntityManager,
  ctx: Context,
  { id: diplomaId, title }: DiplomaRow,
  accountId: string,
): Promise<void> {
  await publish(db, ctx, diplomaAwarded, { diplomaId, accountId, title, occurredAt: ctx.now() });
  await publish(db, ctx, mailRequested, diplomaAwardedMail({ accountId, data: { title } }));
  await enqueue(db, ctx, countDiplomas, {});
}
`,
  );
  edit(root, routes, [
    [
      "import type { EntityManager } from 'typeorm';",
      "import type { EntityManager } from 'typeorm';\nimport { awardDiploma } from './award-diploma.ts';",
    ],
    [
      'export const diplomaRoutes = [',
      `export const diplomaRoutes = [
  route(contract.awardDiploma, { access: diplomas.award }, async ({ db, ctx, params, body }) => {
    const diploma = found(await db.findOneBy(DiplomaEntity, { id: params.diplomaId }), diplomaNotFound);
    await awardDiploma(db, ctx, diploma, body.accountId);
    return diploma;
  }),
`,
    ],
  ]);
  edit(root, accessTest, [
    [
      'inputs: () => ({',
      "inputs: () => ({ 'POST /diplomas/:diplomaId/award': { body: { accountId: '0192f0c4-7d1e-7c3a-9b1a-2f6f0d8f1b11' } },",
    ],
  ]);
  const feature = 'services/diplomas/src/diploma/diploma.feature.ts';
  edit(root, feature, [
    ['({ routes: diplomaRoutes })', '({ routes: diplomaRoutes, jobs: [handleCountDiplomas] })'],
    ['import { DiplomaEntity }', "import { handleCountDiplomas } from './count-diplomas.job.ts';\nimport { DiplomaEntity }"],
  ]);
  const test = 'services/diplomas/src/diploma/award-diploma.test.ts';
  writeFileSync(
    join(root, test),
    `import { newId } from '@lyceum/common/database';
import { awardDiploma, diplomaAwarded } from '@lyceum/contracts/diplomas/diploma';
import { mailRequested } from '@lyceum/contracts/notifications/mail';
import { asAdmin, asStaff } from '@lyceum/testing/actors';
import { buildDiploma } from '../../test/build-diploma.ts';
import { service } from '../../test/diplomas-service.ts';

it('awards a diploma and tells of it', async () => {
  const { id } = await buildDiploma(service, { title: 'Algebra' });
  const award = { params: { diplomaId: id }, body: { accountId: newId() } };
  expect((await service.call(awardDiploma, { ...award, as: asStaff() })).status).toBe(403);
  expect((await service.call(awardDiploma, { ...award, as: asAdmin() })).status).toBe(200);
  expect(await service.outbox(diplomaAwarded.name)).toMatchObject([{ payload: { diplomaId: id, title: 'Algebra' } }]);
  expect(await service.outbox(mailRequested.name)).toHaveLength(1);
  expect(await service.runJobs()).toHaveLength(1);
});
`,
  );
  return [contract, mail, job, useCase, routes, accessTest, feature, test];
}

/** "A migration": a second noun, whose table the command of the recipe is to write. Returns the files. */
export function addEntity(root: string): string[] {
  const entity = 'services/diplomas/src/badge/badge.entity.ts';
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
    ['| diplomas | `/diplomas` | `diplomas` |', '| diplomas | `/diplomas` | `diplomas`, `badges` |'],
  ]);
  const feature = 'services/diplomas/src/badge/badge.feature.ts';
  writeFileSync(
    join(root, feature),
    `import { defineFeature } from '@lyceum/common/service';
import { BadgeEntity } from './badge.entity.ts';

export const badgeFeature = defineFeature({ entities: [BadgeEntity] });
`,
  );
  edit(root, service, [
    ['import { diplomasConfig }', "import { badgeFeature } from './badge/badge.feature.ts';\nimport { diplomasConfig }"],
    ['features: [', 'features: [badgeFeature, '],
  ]);
  const test = 'services/diplomas/src/badge/badge.test.ts';
  writeFileSync(
    join(root, test),
    `import { service } from '../../test/diplomas-service.ts';
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
