import type { Context } from '@lyceum/common/context';
import type { Session } from '@lyceum/contracts/tokens';
import type { AccountRow } from '../account/account.entity.ts';
import type { AccessTokens } from './access-tokens.ts';
import type { SessionRow } from './session.entity.ts';

/** A session that is not refreshed for so long has ended. */
export const idleMs = 7 * 24 * 3_600_000;

/** The pair a client gets at sign-in and at each refresh. */
export function issueTokens(
  ctx: Context,
  accessTokens: AccessTokens,
  {
    account,
    session,
    refreshToken,
  }: { account: AccountRow; session: SessionRow; refreshToken: { token: string; createdAt: Date } },
): Session {
  const now = ctx.now();
  const refreshUntil = Math.min(refreshToken.createdAt.getTime() + idleMs, session.expiresAt.getTime());
  return {
    ...accessTokens.sign(account, session, ctx.space, now),
    tokenType: 'Bearer',
    refreshToken: refreshToken.token,
    refreshExpiresIn: Math.floor((refreshUntil - now.getTime()) / 1000),
  };
}
