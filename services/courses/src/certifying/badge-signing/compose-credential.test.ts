import { createHash } from 'node:crypto';
import { z } from 'zod';
import { composeCredential } from './compose-credential.ts';

type Badge = Parameters<typeof composeCredential>[0];

const badge: Badge = {
  issuer: { id: 'https://school.example/badges/issuer', name: 'Школа «Вектор»' },
  credentialId: 'https://school.example/badges/7',
  achievement: {
    id: 'https://school.example/courses/3',
    type: 'Course',
    name: 'Основы тестирования',
    description: 'Курс о тестировании программ.',
    criteria: '- Все **задания** сданы',
  },
  recipient: { email: 'Olga.Ivanova@Example.org', salt: 'b7f3' },
  issuedAt: new Date('2026-11-30T09:15:20.123Z'),
};
const whole: Badge = {
  ...badge,
  recipient: { ...badge.recipient, name: 'Ольга Иванова' },
  expiresAt: new Date('2029-11-30T00:00:00Z'),
  evidence: { id: 'https://school.example/works/5', description: 'Работа', hash: 'ab'.repeat(32) },
  statusUrl: 'https://school.example/badges/revoked',
};

/** What Open Badges 3.0 requires of a credential, as its tables have it. */
const requiredFields = z.object({
  '@context': z.tuple([z.literal('https://www.w3.org/ns/credentials/v2'), z.url()], z.url()),
  id: z.url(),
  type: z.array(z.string()).refine((types) => types.includes('VerifiableCredential') && types.includes('OpenBadgeCredential')),
  name: z.string().min(1),
  issuer: z.object({ id: z.url(), type: z.array(z.string()).refine((types) => types.includes('Profile')) }),
  validFrom: z.iso.datetime(),
  credentialSubject: z.object({
    type: z.array(z.string()).refine((types) => types.includes('AchievementSubject')),
    identifier: z.array(
      z.object({
        type: z.literal('IdentityObject'),
        hashed: z.boolean(),
        identityHash: z.string(),
        identityType: z.string(),
      }),
    ),
    achievement: z.object({
      id: z.url(),
      type: z.array(z.string()).refine((types) => types.includes('Achievement')),
      name: z.string().min(1),
      description: z.string(),
      criteria: z.object({ narrative: z.string() }),
    }),
  }),
});

it.each([
  ['the least', badge],
  ['everything', whole],
])('has what Open Badges 3.0 requires when told %s', (_, given) => {
  expect(requiredFields.safeParse(composeCredential(given)).error).toBeUndefined();
});

it('names the recipient by a hash of the address in lower case and the salt, never by the address', () => {
  const credential = composeCredential(badge);
  const identityHash = `sha256$${createHash('sha256').update('olga.ivanova@example.orgb7f3').digest('hex')}`;
  expect(credential.credentialSubject.identifier).toEqual([
    { type: 'IdentityObject', hashed: true, identityHash, identityType: 'emailAddress', salt: 'b7f3' },
  ]);
  expect(JSON.stringify(credential)).not.toMatch(/ivanova/i);
});

it('says what it was told: name, end, evidence with its hash, list of revocations', () => {
  expect(composeCredential(whole)).toMatchObject({
    validFrom: '2026-11-30T09:15:20Z',
    validUntil: '2029-11-30T00:00:00Z',
    credentialSubject: { identifier: [{}, { hashed: false, identityHash: 'Ольга Иванова', identityType: 'name' }] },
    evidence: [{ digestSRI: `sha256-${Buffer.alloc(32, 0xab).toString('base64')}` }],
    credentialStatus: { id: 'https://school.example/badges/revoked', type: '1EdTechRevocationList' },
  });
});

it('leaves out what it was not told', () => {
  const { validUntil, evidence, credentialStatus } = composeCredential(badge);
  expect([validUntil, evidence, credentialStatus]).toEqual([undefined, undefined, undefined]);
});
