import { randomUUIDv7 } from 'node:crypto';
import type { Context } from '@lyceum/common/context';
import type { Session } from '@lyceum/contracts/tokens/session';
import type { EntityManager } from 'typeorm';
import type { AccountRow } from '../account/account.entity.ts';
import { hashSecret } from '../account/hash-secret.ts';
import type { AccessTokens } from './access-tokens.ts';
import { issueTokens } from './issue-tokens.ts';
import { RefreshTokenEntity } from './refresh-token.entity.ts';
import { newRefreshToken } from './refresh-token.ts';
import { SessionEntity, type SessionRow } from './session.entity.ts';

const lifetimeMs = 30 * 24 * 3_600_000;
const maxUserAgentLength = 300;

/** What a session list shows of the device. */
export interface Device {
  readonly address: string;
  readonly userAgent: string;
}

export async function openSession(
  db: EntityManager,
  ctx: Context,
  account: AccountRow,
  device: Device,
  accessTokens: AccessTokens,
): Promise<Session> {
  const now = ctx.now();
  const session: SessionRow = {
    id: randomUUIDv7(),
    accountId: account.id,
    createdAt: now,
    expiresAt: new Date(now.getTime() + lifetimeMs),
    revokedAt: null,
    userAgent: device.userAgent.slice(0, maxUserAgentLength),
    address: device.address,
  };
  const token = newRefreshToken();
  await db.insert(SessionEntity, session);
  await db.insert(RefreshTokenEntity, { tokenHash: hashSecret(token), sessionId: session.id, createdAt: now });
  return issueTokens(accessTokens, { account, session, refreshToken: { token, createdAt: now }, space: ctx.space, now });
}
