import { createBadgeKey, getBadge, getBadgeIssuer } from '@lyceum/contracts/courses/badge';
import { revokeCertificate } from '@lyceum/contracts/courses/certificate';
import { asAdmin, asStaff, asUser } from '@lyceum/testing/actors';
import { service } from '../../../test/courses-service.ts';
import { buildCertificate, buildLearner } from '../../../test/factories.ts';
import { load, verifyBadge } from '../../../test/verify-badge.ts';
import { BadgeKeyEntity } from './badge-key.entity.ts';
import { getActiveKey } from './badge-keys.ts';
import { decryptBadgeKey } from './encrypt-badge-key.ts';

async function buildBadge(details: Parameters<typeof buildCertificate>[0] = {}) {
  const built = await buildCertificate(details);
  expect((await service.runJobs()).map(({ error }) => error)).toEqual([undefined]);
  const { status, body, type } = await load(built.certificate.badgeUrl);
  expect([status, type]).toEqual([200, 'application/vc+ld+json']);
  return { ...built, badge: body };
}

it('verifies by an independent library with what anybody can load, and tells no address and no id of a person', async () => {
  const { badge, learner, certificate } = await buildBadge({ title: 'Курс 🎓 «о типах»' });
  expect(await verifyBadge(badge)).toBe(true);
  expect(badge).toMatchObject({
    name: 'Курс 🎓 «о типах»',
    issuer: { name: 'lyceum.test' },
    credentialSubject: { identifier: [{ hashed: true }, { identityHash: 'Анна' }] },
  });
  const text = JSON.stringify(badge);
  expect(text).toContain(certificate.evidenceHash);
  for (const secret of ['@example.org', learner.id]) expect(text).not.toContain(secret);
});

it.each([
  ['another name', (text: string) => text.replace('Анна', 'Инна')],
  ['another course', (text: string) => text.replaceAll('Основы', 'Вершины')],
  ['other evidence', (text: string) => text.replace(/SHA-256: ../, 'SHA-256: ')],
  ['an earlier day', (text: string) => text.replace(/"validFrom":"\d{4}/, '"validFrom":"2020')],
])('fails with %s', async (_, change) => {
  const { badge } = await buildBadge();
  const text = JSON.stringify(badge);
  expect(change(text)).not.toBe(text);
  expect(await verifyBadge(badge)).toBe(true);
  expect(await verifyBadge(JSON.parse(change(text)))).toBe(false);
});

it('fails once its certificate is revoked: the list of the issuer names it', async () => {
  const { badge, author, certificate } = await buildBadge();
  const params = { certificateId: certificate.id };
  await service.call(revokeCertificate, { as: author, params, body: { reason: 'Выдан по ошибке' } });
  expect(await verifyBadge(badge)).toBe(false);
  const { body } = await load('http://lyceum.test/api/v1/courses/badges/revocations');
  expect(body['revokedCredential']).toContainEqual({ id: badge['id'], revoked: true });
});

it('lives under the path of its space, whose issuer and keys are its own', async () => {
  const space = 'badge-school';
  const { badge } = await buildBadge({ author: asStaff({ space }), learner: await buildLearner({ space }) });
  expect(badge['issuer']).toMatchObject({ id: `http://lyceum.test/s/${space}/api/v1/courses/badges/issuer` });
  expect(await verifyBadge(badge)).toBe(true);
  const badgeId = String(badge['id']).split('/').at(-1) ?? '';
  expect((await service.call(getBadge, { params: { badgeId } })).body.code).toBe('badge.not_found');
  const issuers = await Promise.all([space, 'main'].map((of) => service.call(getBadgeIssuer, { space: of })));
  const [own, main] = issuers.map(({ body }) =>
    body.verificationMethod.map((key: { publicKeyMultibase: string }) => key.publicKeyMultibase),
  );
  expect(own).toHaveLength(1);
  expect(main).not.toEqual(expect.arrayContaining(own));
});

describe('keys of the issuer', () => {
  it('are replaced by an administrator, and badges of the earlier ones stay valid', async () => {
    const { badge: old } = await buildBadge();
    const { status, body: key } = await service.call(createBadgeKey, { as: asAdmin() });
    expect([status, Object.keys(key).toSorted()]).toEqual([201, ['createdAt', 'kid', 'publicKeyMultibase']]);
    const { badge: young } = await buildBadge();
    expect(young['proof']).toMatchObject({ verificationMethod: expect.stringMatching(`#${key.kid}$`) });
    expect(old['proof']).not.toMatchObject({ verificationMethod: expect.stringMatching(`#${key.kid}$`) });
    expect([await verifyBadge(old), await verifyBadge(young)]).toEqual([true, true]);
    expect((await service.call(createBadgeKey, { as: asUser() })).status).toBe(403);
  });

  it('end as one active key when several are made at once', async () => {
    const space = 'keys-at-once';
    const first = await Promise.all(
      Array.from({ length: 5 }, () => service.rows((db) => getActiveKey(db, service.context(space), 'x'.repeat(32)), space)),
    );
    expect(new Set(first.map(({ kid }) => kid)).size).toBe(1);
    await Promise.all(Array.from({ length: 5 }, () => service.call(createBadgeKey, { as: asAdmin({ space }) })));
    const keys = await service.rows((db) => db.find(BadgeKeyEntity), space);
    expect([keys.length, keys.filter(({ retiredAt }) => retiredAt === null).length]).toEqual([6, 1]);
  });

  it('are stored sealed: they open under their own secret and for their own row only', async () => {
    const secret = 'x'.repeat(32);
    const { kid, privateKey } = await service.rows((db) => getActiveKey(db, service.context('sealed'), secret), 'sealed');
    expect(privateKey).not.toContain('PRIVATE KEY');
    expect(decryptBadgeKey(privateKey, kid, secret).asymmetricKeyType).toBe('ed25519');
    expect(() => decryptBadgeKey(privateKey, kid, 'y'.repeat(32))).toThrow('KEY_ENCRYPTION_SECRET');
    expect(() => decryptBadgeKey(privateKey, 'another', secret)).toThrow('KEY_ENCRYPTION_SECRET');
  });
});
