import { randomUUIDv7 } from 'node:crypto';
import type { Context } from '@lyceum/common/context';
import { fail } from '@lyceum/common/errors';
import type { OwnTransactions } from '@lyceum/common/http';
import { publish } from '@lyceum/common/outbox';
import type { Locale } from '@lyceum/contracts/fields';
import { accountRegistered, registrationRepeated } from '@lyceum/contracts/tokens';
import type { EntityManager } from 'typeorm';
import { SpaceEntity } from '../space/space.entity.ts';
import { AccountEntity, type AccountRow } from './account.entity.ts';
import { isCommonPassword } from './common-passwords.ts';
import type { Passwords } from './passwords.ts';
import { requestConfirmation } from './request-confirmation.ts';

interface Registration {
  email: string;
  password: string;
  name: string;
  locale: Locale;
}

/**
 * Makes an account whose address is not confirmed yet. For an address that has one, the caller sees no difference: while it
 * waits for its confirmation the new registration replaces the old, afterwards its owner is told by mail.
 */
export async function registerAccount(
  { ctx, read, transact }: OwnTransactions & { readonly ctx: Context },
  { email, password, name, locale }: Registration,
  passwords: Passwords,
): Promise<void> {
  if (!(await read((db) => db.existsBy(SpaceEntity, { id: ctx.space })))) throw fail('space.not_found');
  if (isCommonPassword(password, [email, name])) throw fail('auth.password_too_common');
  // Slow by intention, so before the transaction.
  const passwordHash = await passwords.hash(password);
  await transact(async (db) => {
    const registered = await insertAccount(db, ctx, {
      email,
      passwordHash,
      name,
      locale,
      roles: ['user'],
      emailConfirmedAt: null,
    });
    if (registered) return requestConfirmation(db, ctx, registered);
    const existing = await db.findOneOrFail(AccountEntity, { where: { email }, lock: { mode: 'pessimistic_write' } });
    if (existing.emailConfirmedAt) return tellOwner(db, ctx, existing);
    const replaced = { ...existing, passwordHash, name, locale };
    await db.update(AccountEntity, { id: existing.id }, { passwordHash, name, locale });
    if (existing.name !== name || existing.locale !== locale) await publishRegistered(db, ctx, replaced);
    await requestConfirmation(db, ctx, replaced);
  });
}

async function tellOwner(db: EntityManager, ctx: Context, { id: accountId, email, name, locale }: AccountRow): Promise<void> {
  await publish(db, ctx, registrationRepeated, { accountId, email, name, locale, occurredAt: ctx.now().toISOString() });
}

/** Published again when a later registration replaces an unconfirmed one: the later `occurredAt` counts. */
async function publishRegistered(db: EntityManager, ctx: Context, account: AccountRow): Promise<void> {
  const { id: accountId, email, name, locale, roles } = account;
  await publish(db, ctx, accountRegistered, { accountId, email, name, locale, roles, occurredAt: ctx.now().toISOString() });
}

/** Undefined when the address has an account in this space; of several at once one succeeds. */
export async function insertAccount(
  db: EntityManager,
  ctx: Context,
  account: Omit<AccountRow, 'id' | 'createdAt'>,
): Promise<AccountRow | undefined> {
  const row: AccountRow = { ...account, id: randomUUIDv7(), createdAt: ctx.now() };
  const inserted = await db.createQueryBuilder().insert().into(AccountEntity).values(row).orIgnore().returning('id').execute();
  const rows: unknown[] = inserted.raw;
  if (rows.length === 0) return undefined;
  await publishRegistered(db, ctx, row);
  return row;
}
