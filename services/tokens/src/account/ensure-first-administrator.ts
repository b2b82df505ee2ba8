import type { Context } from '@lyceum/common/context';
import { type Database, newId } from '@lyceum/common/database';
import { AccountEntity } from './account.entity.ts';
import { insertAccount } from './insert-account.ts';
import type { Passwords } from './passwords.ts';

/** Makes the administrator unless an account has the address. Safe to run by several replicas at once. */
export async function ensureFirstAdministrator(
  database: Database,
  ctx: Context,
  { email, password }: { email: string; password: string },
  passwords: Passwords,
): Promise<void> {
  if (await database.read(ctx, (db) => db.existsBy(AccountEntity, { email }))) return;
  const passwordHash = await passwords.hash(password, null);
  const id = newId();
  const made = await database.transact(ctx, (db) =>
    insertAccount(db, ctx, {
      id,
      email,
      passwordHash,
      name: 'Administrator',
      locale: 'en',
      roles: ['admin'],
      emailConfirmedAt: ctx.now(),
    }),
  );
  if (made) ctx.log.info({ accountId: id }, 'first administrator made');
}
