import { randomBytes } from 'node:crypto';
import type { Context } from '@lyceum/common/context';
import { fail, found } from '@lyceum/common/errors';
import type { Revocations } from '@lyceum/common/revocations';
import type { Session } from '@lyceum/contracts/tokens/session';
import { authRefreshInvalid } from '@lyceum/contracts/tokens/session';
import type { EntityManager } from 'typeorm';
import { AccountEntity } from '../account/account.entity.ts';
import { hashSecret } from '../account/hash-secret.ts';
import type { AccessTokens } from './access-tokens.ts';
import { endSession } from './end-session.ts';
import { idleMs, issueTokens } from './issue-tokens.ts';
import { RefreshTokenEntity, type RefreshTokenRow } from './refresh-token.entity.ts';
import { findSuccessor } from './refresh-token.ts';
import { SessionEntity } from './session.entity.ts';

/** A client that lost the answer, or sent two requests at once, may present the token again for so long. */
const graceMs = 10_000;

/**
 * Exchanges a refresh token for the next pair (RFC 9700, 4.14.2). A token that was used before has two holders, one of them a
 * thief, unless it comes again within the grace time: then it gets the same successor, otherwise the session ends for both.
 */
export async function refreshSession(
  db: EntityManager,
  ctx: Context,
  token: string,
  { accessTokens, revocations }: { accessTokens: AccessTokens; revocations: Revocations },
): Promise<Session> {
  const lock = { mode: 'pessimistic_write' } as const;
  const presented = found(
    await db.findOne(RefreshTokenEntity, { where: { tokenHash: hashSecret(token) }, lock }),
    authRefreshInvalid,
  );
  const session = await db.findOneOrFail(SessionEntity, { where: { id: presented.sessionId }, lock });
  const now = ctx.now();
  if (session.revokedAt || session.expiresAt <= now) throw fail(authRefreshInvalid);

  const age = now.getTime() - (presented.usedAt ?? presented.createdAt).getTime();
  if (presented.usedAt && age > graceMs) {
    await endSession(db, ctx, session.id, revocations);
    ctx.log.warn({ sessionId: session.id, accountId: session.accountId }, 'a used refresh token came again, its session ends');
    throw fail(authRefreshInvalid, { commit: true });
  }
  if (age >= idleMs) throw fail(authRefreshInvalid);

  const account = await db.findOneByOrFail(AccountEntity, { id: session.accountId });
  const refreshToken = await succeed(db, token, presented, now);
  return issueTokens(accessTokens, { account, session, refreshToken, space: ctx.space, now });
}

/** The successor of a locked token: made at its first use, the same for each repeat. */
async function succeed(db: EntityManager, token: string, presented: RefreshTokenRow, now: Date) {
  const { tokenHash, sessionId, usedAt, successorSalt } = presented;
  if (usedAt && successorSalt) return { token: findSuccessor(token, successorSalt), createdAt: usedAt };
  const salt = randomBytes(32).toString('base64url');
  const successor = findSuccessor(token, salt);
  await db.update(RefreshTokenEntity, { tokenHash }, { usedAt: now, successorSalt: salt });
  await db.insert(RefreshTokenEntity, { tokenHash: hashSecret(successor), sessionId, createdAt: now });
  return { token: successor, createdAt: now };
}
