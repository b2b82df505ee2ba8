import { found } from '@lyceum/common/errors';
import { route } from '@lyceum/common/http';
import { findPage } from '@lyceum/common/pagination';
import * as contract from '@lyceum/contracts/chatbot/tutor-alert';
import { tutorAlertNotFound, tutorAlerts } from '@lyceum/contracts/chatbot/tutor-alert';
import { recordAudit } from '../audit/record-audit.ts';
import { AlertEntity } from './alert.entity.ts';

export const alertRoutes = [
  route(contract.listTutorAlerts, { access: tutorAlerts.handle }, async ({ db, query: { status, ...page } }) => {
    const alerts = db.createQueryBuilder(AlertEntity, 'alert').where({ ...(status !== undefined && { status }) });
    const { rows, nextCursor } = await findPage(alerts, page, { property: 'createdAt', direction: 'DESC' });
    return { items: rows, nextCursor };
  }),

  route(contract.resolveTutorAlert, { access: tutorAlerts.handle }, async ({ db, ctx, actor, params, body }) => {
    const where = { id: params.alertId };
    const alert = found(await db.findOne(AlertEntity, { where, lock: { mode: 'pessimistic_write' } }), tutorAlertNotFound);
    if (alert.status === 'resolved') return alert;
    const { personId: _, courseId, conversationId } = alert;
    await recordAudit(db, ctx, { personId: actor.id, action: 'alert-resolved', courseId, conversationId });
    const resolved = { status: 'resolved', note: body.note, resolvedBy: actor.id, resolvedAt: ctx.now() } as const;
    return db.save(AlertEntity, { ...alert, ...resolved });
  }),
];
