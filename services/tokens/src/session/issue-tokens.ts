import type { Session } from '@lyceum/contracts/tokens/session';
import type { AccountRow } from '../account/account.entity.ts';
import type { AccessTokens } from './access-tokens.ts';
import type { SessionRow } from './session.entity.ts';

/** A session that is not refreshed for so long has ended. */
export const idleMs = 7 * 24 * 3_600_000;

interface Issue {
  readonly account: AccountRow;
  readonly session: SessionRow;
  readonly refreshToken: { readonly token: string; readonly createdAt: Date };
  readonly space: string;
  readonly now: Date;
}

/** The pair a client gets at sign-in and at each refresh. */
export function issueTokens(accessTokens: AccessTokens, { account, session, refreshToken, space, now }: Issue): Session {
  const refreshUntil = Math.min(refreshToken.createdAt.getTime() + idleMs, session.expiresAt.getTime());
  return {
    ...accessTokens.sign(account, session, space, now),
    tokenType: 'Bearer',
    refreshToken: refreshToken.token,
    refreshExpiresIn: Math.floor((refreshUntil - now.getTime()) / 1000),
  };
}
