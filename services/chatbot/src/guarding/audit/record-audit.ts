import type { Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import type { EntityManager } from 'typeorm';
import { AuditEntryEntity, type AuditEntryRow } from './audit-entry.entity.ts';

type AuditEntry = Pick<AuditEntryRow, 'personId' | 'action'> &
  Partial<Pick<AuditEntryRow, 'code' | 'courseId' | 'conversationId'>>;

/** Notes what somebody did, in the transaction that does it. */
export async function recordAudit(db: EntityManager, ctx: Pick<Context, 'now'>, entry: AuditEntry): Promise<void> {
  const { code = null, courseId = null, conversationId = null, ...rest } = entry;
  await db.insert(AuditEntryEntity, { ...rest, id: newId(), code, courseId, conversationId, createdAt: ctx.now() });
}
