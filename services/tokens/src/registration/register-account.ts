import type { Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import { fail } from '@lyceum/common/errors';
import type { OwnTransactions } from '@lyceum/common/http';
import { publish } from '@lyceum/common/outbox';
import { mailRequested } from '@lyceum/contracts/notifications/mail';
import type { Locale } from '@lyceum/contracts/shared/fields';
import { authPasswordTooCommon } from '@lyceum/contracts/tokens/registration';
import { spaceNotFound } from '@lyceum/contracts/tokens/space';
import { type EntityManager, Not } from 'typeorm';
import { AccountEntity, type AccountRow } from '../account/account.entity.ts';
import { hashSecret } from '../account/hash-secret.ts';
import type { Passwords } from '../account/passwords.ts';
import { SpaceEntity } from '../space/space.entity.ts';
import { isCommonPassword } from './common-passwords.ts';
import { emailConfirmation } from './email-confirmation.mail.ts';
import { lockAddress } from './lock-address.ts';
import { RegistrationEntity, type RegistrationRow } from './registration.entity.ts';
import { registrationRepeated } from './registration-repeated.mail.ts';

const lifetimeMs = 24 * 3_600_000;

/** Of somebody who is not signed in: their turns go by their address. */
export interface RegistrationRequest extends OwnTransactions {
  readonly ctx: Context;
  readonly client: { readonly address: string };
}

interface Registration {
  email: string;
  password: string;
  name: string;
  locale: Locale;
}

export interface RegistrationParts {
  readonly passwords: Passwords;
  readonly getToken: (registrationId: string) => string;
}

/**
 * Keeps the registration until the mail it asks for is answered. The caller sees no difference, whatever the address has: with
 * the password of a registration that waits it is the same one with a new mail, with another it waits beside it, and the owner
 * of a confirmed account is told by mail.
 */
export async function registerAccount(
  { ctx, client, read, transact }: RegistrationRequest,
  { email, password, name, locale }: Registration,
  { passwords, getToken }: RegistrationParts,
): Promise<void> {
  if (!(await read((db) => db.existsBy(SpaceEntity, { id: ctx.space })))) throw fail(spaceNotFound);
  if (isCommonPassword(password, [email, name])) throw fail(authPasswordTooCommon);
  // Slow by intention, so before the transaction. One hash tells the repeat from all others, however many wait.
  const passwordHash = await passwords.hashFor(`${ctx.space} ${email}`, password, client.address);
  await transact(async (db) => {
    await lockAddress(db, ctx, email);
    const account = await db.findOneBy(AccountEntity, { email });
    if (account?.emailConfirmedAt) await tellOwner(db, ctx, account);
    else await keepRegistration(db, ctx, { email, passwordHash, name, locale }, getToken);
  });
}

async function keepRegistration(
  db: EntityManager,
  ctx: Context,
  registration: Pick<RegistrationRow, 'email' | 'passwordHash' | 'name' | 'locale'>,
  getToken: RegistrationParts['getToken'],
): Promise<void> {
  const { email, passwordHash, locale } = registration;
  const expiresAt = new Date(ctx.now().getTime() + lifetimeMs);
  const { affected } = await db.update(RegistrationEntity, { email, passwordHash: Not(passwordHash) }, { contested: true });
  const waiting = await db.findOneBy(RegistrationEntity, { email, passwordHash });
  const contested = Boolean(affected) || Boolean(waiting?.contested);
  const id = waiting?.id ?? newId();
  const token = getToken(id);
  await db.save(RegistrationEntity, { ...registration, id, tokenHash: hashSecret(token), contested, expiresAt });
  const mail = { accountId: id, to: { email, locale }, data: { token, contested }, validUntil: expiresAt.toISOString() };
  await publish(db, ctx, mailRequested, emailConfirmation(mail));
}

async function tellOwner(db: EntityManager, ctx: Context, { id: accountId, email, name, locale }: AccountRow): Promise<void> {
  await publish(db, ctx, mailRequested, registrationRepeated({ accountId, to: { email, name, locale }, data: {} }));
}
