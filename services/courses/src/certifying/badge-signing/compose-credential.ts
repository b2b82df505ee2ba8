import { createHash } from 'node:crypto';
import { badgesContext, type Credential, credentialsContext, extensionsContext, toMoment } from './credential.ts';

/** What a badge says; its addresses are absolute and differ from each other. */
interface Badge {
  readonly issuer: { readonly id: string; readonly name: string };
  readonly credentialId: string;
  readonly achievement: {
    readonly id: string;
    readonly type: 'Course' | 'Badge';
    readonly name: string;
    readonly description: string;
    /** Markdown. */
    readonly criteria: string;
  };
  /** Of the address only a hash with the salt leaves the platform; a name is written as it is. */
  readonly recipient: { readonly email: string; readonly salt: string; readonly name?: string };
  readonly issuedAt: Date;
  readonly expiresAt?: Date;
  /** `hash` is SHA-256 in hexadecimal of what lies at `id`. */
  readonly evidence?: { readonly id: string; readonly description: string; readonly hash: string };
  /** Revocation list of the issuer. */
  readonly statusUrl?: string;
}

/** The badge as an Open Badges 3.0 credential, not yet signed. */
export function composeCredential({ issuer, credentialId, achievement, recipient, ...badge }: Badge): Credential {
  const { issuedAt, expiresAt, evidence, statusUrl } = badge;
  const { id, type, name, description, criteria } = achievement;
  return {
    '@context': statusUrl ? [credentialsContext, badgesContext, extensionsContext] : [credentialsContext, badgesContext],
    id: credentialId,
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    issuer: { id: issuer.id, type: ['Profile'], name: issuer.name },
    name,
    validFrom: toMoment(issuedAt),
    ...(expiresAt && { validUntil: toMoment(expiresAt) }),
    credentialSubject: {
      type: ['AchievementSubject'],
      identifier: identify(recipient),
      achievement: {
        id,
        type: ['Achievement'],
        achievementType: type,
        name,
        description,
        criteria: { narrative: criteria },
      },
    },
    ...(evidence && {
      evidence: [
        {
          id: evidence.id,
          type: ['Evidence'],
          description: evidence.description,
          digestSRI: `sha256-${Buffer.from(evidence.hash, 'hex').toString('base64')}`,
        },
      ],
    }),
    ...(statusUrl && { credentialStatus: { id: statusUrl, type: '1EdTechRevocationList' } }),
  };
}

function identify({ email, salt, name }: Badge['recipient']): Credential['credentialSubject']['identifier'] {
  const hash = createHash('sha256').update(`${email.toLowerCase()}${salt}`).digest('hex');
  const hashed = {
    type: 'IdentityObject',
    hashed: true,
    identityHash: `sha256$${hash}`,
    identityType: 'emailAddress',
    salt,
  } as const;
  return name === undefined
    ? [hashed]
    : [hashed, { type: 'IdentityObject', hashed: false, identityHash: name, identityType: 'name' }];
}
