import { generateKeyPairSync, randomUUIDv7 } from 'node:crypto';
import { accessTokenSeconds } from '@lyceum/common/auth';
import { type EntityManager, IsNull, LessThanOrEqual } from 'typeorm';
import { SpaceEntity } from '../space/space.entity.ts';
import { encryptPrivateKey } from './encrypt-private-key.ts';
import { SigningKeyEntity } from './signing-key.entity.ts';

const periodMs = 30 * 24 * 3_600_000;
/** A key is published this long before it signs: verifiers keep what they fetched for 5 minutes, tokens live 15. */
const leadMs = 30 * 60_000;
/** A key stays published this long after it signed last. */
const restMs = accessTokenSeconds * 1000 + 15 * 60_000;

/**
 * Makes the first key, or the next one when the newest has signed for 30 days, and forgets those that are no longer published.
 * Runs in the space main; replicas take turns, so that one call of several makes a key.
 */
export async function rotateSigningKeys(db: EntityManager, now: Date, secret: string): Promise<void> {
  await db.findOneOrFail(SpaceEntity, { where: { id: 'main' }, lock: { mode: 'pessimistic_write' } });
  await db.delete(SigningKeyEntity, { retireAt: LessThanOrEqual(now) });
  const [newest] = await db.find(SigningKeyEntity, { order: { activeFrom: 'DESC' }, take: 1 });
  if (!newest) return insertKey(db, now, now, secret);
  if (newest.activeFrom.getTime() + periodMs > now.getTime()) return;
  const activeFrom = new Date(now.getTime() + leadMs);
  await db.update(SigningKeyEntity, { retireAt: IsNull() }, { retireAt: new Date(activeFrom.getTime() + restMs) });
  await insertKey(db, now, activeFrom, secret);
}

async function insertKey(db: EntityManager, createdAt: Date, activeFrom: Date, secret: string): Promise<void> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const kid = randomUUIDv7();
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  await db.insert(SigningKeyEntity, {
    kid,
    publicKey: { x, y },
    privateKey: encryptPrivateKey(privateKey, kid, secret),
    createdAt,
    activeFrom,
    retireAt: null,
  });
}
