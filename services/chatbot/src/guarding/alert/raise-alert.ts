import type { Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import type { EntityManager } from 'typeorm';
import { recordAudit } from '../audit/record-audit.ts';
import { AlertEntity, type AlertRow } from './alert.entity.ts';

type Alert = Pick<AlertRow, 'personId' | 'courseId' | 'conversationId' | 'phrase'>;

export async function raiseAlert(db: EntityManager, ctx: Pick<Context, 'now'>, alert: Alert): Promise<void> {
  const open = { status: 'open', note: '', resolvedBy: null, resolvedAt: null } as const;
  await db.insert(AlertEntity, { ...alert, ...open, id: newId(), createdAt: ctx.now() });
  const { personId, courseId, conversationId } = alert;
  await recordAudit(db, ctx, { personId, action: 'alert-raised', courseId, conversationId });
}
