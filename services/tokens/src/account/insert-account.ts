import type { Context } from '@lyceum/common/context';
import { publish } from '@lyceum/common/outbox';
import { accountRegistered } from '@lyceum/contracts/tokens/registration';
import type { EntityManager } from 'typeorm';
import { AccountEntity, type AccountRow } from './account.entity.ts';

/** False when the address has an account in this space; of several at once one succeeds. */
export async function insertAccount(db: EntityManager, ctx: Context, account: Omit<AccountRow, 'createdAt'>): Promise<boolean> {
  const row: AccountRow = { ...account, createdAt: ctx.now() };
  const inserted = await db.createQueryBuilder().insert().into(AccountEntity).values(row).orIgnore().returning('id').execute();
  const rows: unknown[] = inserted.raw;
  if (rows.length === 0) return false;
  await publishRegistered(db, ctx, row);
  return true;
}

export async function publishRegistered(
  db: EntityManager,
  ctx: Context,
  { id: accountId, email, name, locale, roles }: Omit<AccountRow, 'createdAt'>,
): Promise<void> {
  await publish(db, ctx, accountRegistered, { accountId, email, name, locale, roles, occurredAt: ctx.now() });
}
