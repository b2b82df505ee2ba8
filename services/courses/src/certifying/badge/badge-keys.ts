import type { Context } from '@lyceum/common/context';
import { type EntityManager, IsNull } from 'typeorm';
import { createBadgeKey } from '../badge-signing/badge-key.ts';
import { BadgeKeyEntity, type BadgeKeyRow } from './badge-key.entity.ts';
import { encryptBadgeKey } from './encrypt-badge-key.ts';

const active = { retiredAt: IsNull() };

/** The key that signs now; the first one is made when it is needed. */
export async function getActiveKey(db: EntityManager, ctx: Context, secret: string): Promise<BadgeKeyRow> {
  const known = await db.findOneBy(BadgeKeyEntity, active);
  if (known) return known;
  await lockKeys(db);
  return (await db.findOneBy(BadgeKeyEntity, active)) ?? insertKey(db, ctx, secret);
}

/** Makes a key that signs from now on; the one before only verifies. */
export async function replaceActiveKey(db: EntityManager, ctx: Context, secret: string): Promise<BadgeKeyRow> {
  await lockKeys(db);
  await db.update(BadgeKeyEntity, active, { retiredAt: ctx.now() });
  return insertKey(db, ctx, secret);
}

/** Until the transaction ends nobody else makes a key in the space. */
async function lockKeys(db: EntityManager): Promise<void> {
  await db.query("SELECT pg_advisory_xact_lock(hashtextextended('badge keys ' || current_setting('app.space'), 0))");
}

async function insertKey(db: EntityManager, ctx: Context, secret: string): Promise<BadgeKeyRow> {
  const { kid, publicKeyMultibase, privateKeyPem } = createBadgeKey();
  const privateKey = encryptBadgeKey(privateKeyPem, kid, secret);
  const key: BadgeKeyRow = { kid, publicKeyMultibase, privateKey, createdAt: ctx.now(), retiredAt: null };
  await db.insert(BadgeKeyEntity, key);
  return key;
}
