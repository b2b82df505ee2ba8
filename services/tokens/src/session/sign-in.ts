import type { Context } from '@lyceum/common/context';
import { fail } from '@lyceum/common/errors';
import type { Session } from '@lyceum/contracts/tokens';
import type { EntityManager } from 'typeorm';
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

/** An unknown address, a wrong password and an unconfirmed address cost the same work and get the same answer. */
export async function signIn(
  db: EntityManager,
  ctx: Context,
  { email, password, device }: { email: string; password: string; device: Device },
  { passwords, throttle, accessTokens }: SignInParts,
): Promise<Session> {
  const attempt = { space: ctx.space, email, address: device.address };
  await throttle.attempt(attempt);
  const account = await db.findOneBy(AccountEntity, { email });
  const matches = await passwords.verify(password, account?.passwordHash);
  if (!account?.emailConfirmedAt || !matches) {
    ctx.log.info({ address: device.address }, 'sign-in refused');
    throw fail('auth.invalid_credentials');
  }
  await throttle.succeed(attempt);
  if (passwords.isOutdated(account.passwordHash)) {
    await db.update(AccountEntity, { id: account.id }, { passwordHash: await passwords.hash(password) });
  }
  return openSession(db, ctx, account, device, accessTokens);
}
