import { accessTokenSeconds } from '@lyceum/common/auth';
import type { Context } from '@lyceum/common/context';
import type { Revocations } from '@lyceum/common/revocations';
import { type EntityManager, IsNull } from 'typeorm';
import { SessionEntity } from './session.entity.ts';

/** For tokens that another request is issuing right now, and for clocks that differ. */
const marginSeconds = 60;

/** First everywhere, then in the database: while Redis is away this throws and nothing has changed. */
export async function endSession(db: EntityManager, ctx: Context, sessionId: string, revocations: Revocations): Promise<void> {
  const now = ctx.now();
  await revocations.revokeSession(sessionId, Math.ceil(now.getTime() / 1000) + accessTokenSeconds + marginSeconds);
  await db.update(SessionEntity, { id: sessionId, revokedAt: IsNull() }, { revokedAt: now });
}
