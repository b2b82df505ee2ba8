import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { definePermission } from '../define/permission.ts';
import { defineProblem } from '../define/problem.ts';
import { id, timestamp } from '../shared/fields.ts';

export const badges = {
  manageKeys: definePermission('badges.manage-keys', ['admin']),
};

export const badgeNotFound = defineProblem('badge.not_found', 404, {
  en: 'There is no such badge, or it is not signed yet',
  ru: 'Такого бейджа нет или он ещё не подписан',
});

const context = z.array(z.string()).describe('Contexts that define the terms (JSON-LD)');

export const badgeKey = z
  .object({
    kid: z.string().describe('Thumbprint of the public key: the fragment of its address'),
    publicKeyMultibase: z.string().describe('The Ed25519 public key as Multikey'),
    createdAt: timestamp.describe('When it was made'),
  })
  .meta({ id: 'BadgeKey', description: 'A key that signs the badges of a space' });

export const getBadge = defineEndpoint('getBadge', 'GET /courses/badges/:badgeId', {
  open: true,
  summary: 'A badge as Open Badges 3.0 credential, signed with Ed25519 (`eddsa-rdfc-2022`)',
  description:
    'Whoever has the file can verify it with the keys of its issuer and without this platform. Whether it is revoked says its `credentialStatus`.',
  params: z.strictObject({ badgeId: id.describe('Id of the badge') }),
  produces: 'application/vc+ld+json',
  response: z
    .looseObject({
      '@context': context,
      id: z.string().describe('Address of this badge'),
      type: z.array(z.string()).describe('`VerifiableCredential` and `OpenBadgeCredential`'),
      issuer: z.unknown().describe('Address and name of the issuer'),
      name: z.string().describe('What it is for'),
      validFrom: z.string().describe('When it was issued'),
      credentialSubject: z.unknown().describe('Whose it is, by a salted hash of the address and by name, and the achievement'),
      credentialStatus: z.unknown().optional().describe('Address of the revocation list'),
      proof: z.unknown().describe('Data Integrity proof by a key of the issuer'),
    })
    .meta({ id: 'Badge', description: 'An Open Badges 3.0 credential with its proof' }),
  errors: [badgeNotFound],
});

export const getBadgeIssuer = defineEndpoint('getBadgeIssuer', 'GET /courses/badges/issuer', {
  open: true,
  summary: 'Who issues the badges of the space, with all keys that ever signed one',
  produces: 'application/ld+json',
  response: z
    .object({
      '@context': context,
      id: z.string().describe('Address of this document'),
      type: z.array(z.string()).describe('`Profile`'),
      name: z.string().describe('Name of the school'),
      url: z.string().describe('Address of this document'),
      verificationMethod: z
        .array(
          z.object({
            id: z.string().describe('Address of the key'),
            type: z.string().describe('`Multikey`'),
            controller: z.string().describe('Address of the issuer'),
            publicKeyMultibase: z.string().describe('The Ed25519 public key'),
          }),
        )
        .describe('Keys that sign or have signed'),
      assertionMethod: z.array(z.string()).describe('Addresses of the keys that may sign badges'),
    })
    .meta({ id: 'BadgeIssuer', description: 'Issuer of badges' }),
});

export const listRevokedBadges = defineEndpoint('listRevokedBadges', 'GET /courses/badges/revocations', {
  open: true,
  summary: 'Revoked badges of the space (1EdTech Revocation List)',
  response: z
    .object({
      id: z.string().describe('Address of this list'),
      issuer: z.string().describe('Address of the issuer'),
      revokedCredential: z
        .array(
          z.object({
            id: z.string().describe('Address of the badge'),
            revoked: z.literal(true).describe('It is revoked'),
          }),
        )
        .describe('Badges that hold no more, the last revoked first'),
    })
    .meta({ id: 'BadgeRevocations', description: 'Revocation list of an issuer' }),
});

export const createBadgeKey = defineEndpoint('createBadgeKey', 'POST /courses/badges/keys', {
  summary: 'Make a new key for badges; those signed by earlier ones stay valid',
  response: badgeKey,
  status: 201,
});
