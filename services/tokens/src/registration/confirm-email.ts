import type { Context } from '@lyceum/common/context';
import { fail, found } from '@lyceum/common/errors';
import { publish } from '@lyceum/common/outbox';
import {
  authConfirmationInvalid,
  authRegistrationContested,
  authRegistrationPasswordWrong,
  emailConfirmed,
} from '@lyceum/contracts/tokens/registration';
import type { EntityManager } from 'typeorm';
import { AccountEntity, type AccountRow } from '../account/account.entity.ts';
import { hashSecret } from '../account/hash-secret.ts';
import { insertAccount, publishRegistered } from '../account/insert-account.ts';
import type { Passwords } from '../account/passwords.ts';
import { lockAddress } from './lock-address.ts';
import type { RegistrationRequest } from './register-account.ts';
import { RegistrationEntity, type RegistrationRow } from './registration.entity.ts';
import type { RegistrationThrottle } from './registration-throttle.ts';

/**
 * Takes the token of a mail, once: the registration the mail belongs to becomes the account, and the others of the address are
 * forgotten. The owner of the address reads every mail, but need not know whose registration one belongs to: where several
 * wait, only the password chosen at this one tells that she made it.
 */
export async function confirmEmail(
  { ctx, client, read, transact }: RegistrationRequest,
  { token, password }: { token: string; password?: string | undefined },
  { passwords, throttle }: { passwords: Passwords; throttle: RegistrationThrottle },
): Promise<void> {
  const tokenHash = hashSecret(token);
  const mailed = found(await read((db) => db.findOneBy(RegistrationEntity, { tokenHash })), authConfirmationInvalid);
  if (password !== undefined) {
    await throttle.confirm(mailed.id);
    // Slow by intention, so before the transaction.
    if (!(await passwords.verify(password, mailed.passwordHash, client.address))) throw fail(authRegistrationPasswordWrong);
  }
  await transact(async (db) => {
    await lockAddress(db, ctx, mailed.email);
    const registration = await db.findOneBy(RegistrationEntity, { tokenHash });
    if (!registration || registration.expiresAt <= ctx.now()) throw fail(authConfirmationInvalid);
    if (registration.contested && password === undefined) throw fail(authRegistrationContested);
    await openAccount(db, ctx, registration);
  });
}

async function openAccount(db: EntityManager, ctx: Context, registration: RegistrationRow): Promise<void> {
  const { id, email, passwordHash, name, locale } = registration;
  const now = ctx.now();
  const confirmed = { passwordHash, name, locale, emailConfirmedAt: now };
  const inserted = await insertAccount(db, ctx, { id, email, roles: ['user'], ...confirmed });
  const accountId = inserted ? id : await adoptAccount(db, ctx, email, confirmed);
  await db.delete(RegistrationEntity, { email });
  await publish(db, ctx, emailConfirmed, { accountId, email, occurredAt: now });
}

/** The release before made accounts at the registration already: one that was never confirmed is taken over whole. */
async function adoptAccount(
  db: EntityManager,
  ctx: Context,
  email: string,
  confirmed: Pick<AccountRow, 'passwordHash' | 'name' | 'locale' | 'emailConfirmedAt'>,
): Promise<string> {
  const account = await db.findOneOrFail(AccountEntity, { where: { email }, lock: { mode: 'pessimistic_write' } });
  if (account.emailConfirmedAt) throw fail(authConfirmationInvalid);
  await db.update(AccountEntity, { id: account.id }, confirmed);
  await publishRegistered(db, ctx, { ...account, ...confirmed });
  return account.id;
}
