import { route } from '@lyceum/common/http';
import { findPage } from '@lyceum/common/pagination';
import { listNotifications, notifications } from '@lyceum/contracts/notifications/notification';
import { MailEntity } from './mail.entity.ts';

export const mailRoutes = [
  route(listNotifications, { access: notifications.readOwn }, async ({ db, actor, query }) => {
    const own = db.createQueryBuilder(MailEntity, 'mail').where('mail.accountId = :accountId', { accountId: actor.id });
    const { rows, nextCursor } = await findPage(own, query, { property: 'createdAt', direction: 'DESC' });
    return { items: rows, nextCursor };
  }),
];
