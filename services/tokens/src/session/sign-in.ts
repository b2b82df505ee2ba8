import type { Context } from '@lyceum/common/context';
import { fail } from '@lyceum/common/errors';
import type { OwnTransactions } from '@lyceum/common/http';
import type { Session } from '@lyceum/contracts/tokens/session';
import { authInvalidCredentials } from '@lyceum/contracts/tokens/session';
import { AccountEntity } from '../account/account.entity.ts';
import type { Passwords } from '../account/passwords.ts';
import type { AccessTokens } from './access-tokens.ts';
import { type Device, openSession } from './open-session.ts';
import type { SignInThrottle } from './sign-in-throttle.ts';

export interface SignInParts {
  readonly passwords: Passwords;
  readonly throttle: SignInThrottle;
  readonly accessTokens: AccessTokens;
}

interface SignInRequest extends OwnTransactions {
  readonly ctx: Context;
  readonly client: Device;
}

/**
 * An unknown address, a wrong password and an unconfirmed address cost the same work and get the same answer. No connection is
 * held while the password is hashed.
 */
export async function signIn(
  { ctx, client: device, read, transact }: SignInRequest,
  { email, password }: { email: string; password: string },
  { passwords, throttle, accessTokens }: SignInParts,
): Promise<Session> {
  const attempt = { space: ctx.space, email, address: device.address };
  await throttle.attempt(attempt);
  const account = await read((db) => db.findOneBy(AccountEntity, { email }));
  const matches = await passwords.verify(password, account?.passwordHash, device.address);
  if (!account?.emailConfirmedAt || !matches) {
    ctx.log.info({ address: device.address }, 'sign-in refused');
    throw fail(authInvalidCredentials);
  }
  await throttle.succeed(attempt);
  const { id, passwordHash: outdated } = account;
  const renewed = passwords.isOutdated(outdated) ? await passwords.hash(password, device.address) : undefined;
  return transact(async (db) => {
    // Not over a password that was changed meanwhile.
    if (renewed) await db.update(AccountEntity, { id, passwordHash: outdated }, { passwordHash: renewed });
    return openSession(db, ctx, account, device, accessTokens);
  });
}
