import type { Context } from '@lyceum/common/context';
import type { Database } from '@lyceum/common/database';
import { AccountEntity } from './account.entity.ts';
import type { Passwords } from './passwords.ts';
import { insertAccount } from './register-account.ts';

/** Makes the administrator unless an account has the address. Safe to run by several replicas at once. */
export async function ensureFirstAdministrator(
  database: Database,
  ctx: Context,
  { email, password }: { email: string; password: string },
  passwords: Passwords,
): Promise<void> {
  if (await database.read(ctx, (db) => db.existsBy(AccountEntity, { email }))) return;
  const passwordHash = await passwords.hash(password);
  const made = await database.transact(ctx, (db) =>
    insertAccount(db, ctx, {
      email,
      passwordHash,
      name: 'Administrator',
      locale: 'en',
      roles: ['admin'],
      emailConfirmedAt: ctx.now(),
    }),
  );
  if (made) ctx.log.info({ accountId: made.id }, 'first administrator made');
}
