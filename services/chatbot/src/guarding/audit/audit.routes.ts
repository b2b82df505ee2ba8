import { route } from '@lyceum/common/http';
import { findPage } from '@lyceum/common/pagination';
import { listTutorAudit, tutorAudit } from '@lyceum/contracts/chatbot/tutor-audit';
import { AuditEntryEntity } from './audit-entry.entity.ts';

export const auditRoutes = [
  route(listTutorAudit, { access: tutorAudit.read }, async ({ db, query }) => {
    const { personId, courseId, action, from, to, ...page } = query;
    const entries = db.createQueryBuilder(AuditEntryEntity, 'entry').where({
      ...(personId !== undefined && { personId }),
      ...(courseId !== undefined && { courseId }),
      ...(action !== undefined && { action }),
    });
    if (from) entries.andWhere('entry.createdAt >= :from', { from: new Date(from) });
    if (to) entries.andWhere('entry.createdAt <= :to', { to: new Date(to) });
    const { rows, nextCursor } = await findPage(entries, page, { property: 'createdAt', direction: 'DESC' });
    return { items: rows, nextCursor };
  }),
];
