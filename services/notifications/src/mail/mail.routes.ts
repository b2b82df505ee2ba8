import { route } from '@lyceum/common/http';
import { findPage } from '@lyceum/common/pagination';
import { listNotifications, type Notification, notifications } from '@lyceum/contracts/notifications/notification';
import { MailEntity, type MailRow } from './mail.entity.ts';

export const mailRoutes = [
  route(listNotifications, { access: notifications.readOwn }, async ({ db, actor, query }) => {
    const own = db.createQueryBuilder(MailEntity, 'mail').where('mail.accountId = :accountId', { accountId: actor.id });
    const { rows, nextCursor } = await findPage(own, query, { property: 'createdAt', direction: 'DESC' });
    return { items: rows.map(presentMail), nextCursor };
  }),
];

function presentMail({ id, kind, subject, status, createdAt, sentAt }: MailRow): Notification {
  return { id, kind, subject, status, createdAt: createdAt.toISOString(), sentAt: sentAt?.toISOString() ?? null };
}
