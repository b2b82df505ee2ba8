import { randomBytes } from 'node:crypto';
import type { JobRun } from '@lyceum/common/jobs';
import type { SlowWork } from '@lyceum/common/work-thread';
import { IsNull } from 'typeorm';
import { PersonEntity } from '../../enrolling/person/person.entity.ts';
import type { BadgeToSign } from '../../works.ts';
import type { SignedCredential } from '../badge-signing/credential.ts';
import { BadgeEntity, type BadgeRow } from './badge.entity.ts';
import { getActiveKey } from './badge-keys.ts';
import { decryptBadgeKey } from './encrypt-badge-key.ts';
import { type Place, toBadgeUrl, toIssuerUrl, toPageUrl, toRevocationsUrl, toSchoolName } from './public-addresses.ts';

const saltBytes = 16;

export interface Signer {
  readonly publicUrl: string;
  /** KEY_ENCRYPTION_SECRET. */
  readonly secret: string;
  readonly signBadge: SlowWork<BadgeToSign, SignedCredential>;
}

/** Signs a badge once: a repeat finds it signed and does nothing. */
export async function signBadge({ publicUrl, secret, signBadge: sign }: Signer, id: string, run: JobRun): Promise<void> {
  const { ctx, signal } = run;
  const { space, person } = ctx;
  const found = await run.transact(async (db) => {
    const badge = await db.findOneByOrFail(BadgeEntity, { id });
    const { email } = await db.findOneByOrFail(PersonEntity, { id: badge.personId });
    return { badge, email, key: await getActiveKey(db, ctx, secret) };
  });
  const { badge, email, key } = found;
  if (badge.credential) return;
  const place = { publicUrl, space };
  const credential = await sign(
    {
      badge: describeBadge(badge, email, place),
      verificationMethod: `${toIssuerUrl(place)}#${key.kid}`,
      privateKey: decryptBadgeKey(key.privateKey, key.kid, secret),
      createdAt: ctx.now(),
    },
    { space, person, signal },
  );
  await run.transact((db) => db.update(BadgeEntity, { id, credential: IsNull() }, { credential }));
}

function describeBadge({ id, recipientName, issuerName, achievement, issuedAt }: BadgeRow, email: string, place: Place) {
  const { path, ...described } = achievement;
  return {
    issuer: { id: toIssuerUrl(place), name: toSchoolName(issuerName, place) },
    credentialId: toBadgeUrl(place, id),
    achievement: { id: toPageUrl(place, path), ...described },
    recipient: { email, salt: randomBytes(saltBytes).toString('hex'), name: recipientName },
    issuedAt,
    statusUrl: toRevocationsUrl(place),
  };
}
