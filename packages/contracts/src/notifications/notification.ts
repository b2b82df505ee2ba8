import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { definePermission } from '../define/permission.ts';
import { id, timestamp } from '../shared/fields.ts';
import { page, pageQuery } from '../shared/pagination.ts';
import { mailKind } from './mail.ts';

export const notifications = {
  readOwn: definePermission('notifications.read-own', ['user', 'staff', 'admin']),
};

export const notification = z
  .object({
    id,
    kind: mailKind,
    subject: z.string(),
    status: z.enum(['queued', 'sent', 'failed']),
    createdAt: timestamp,
    sentAt: timestamp.nullable(),
  })
  .meta({ id: 'Notification' });

export type Notification = z.infer<typeof notification>;

export const listNotifications = defineEndpoint('GET /notifications', {
  summary: 'Mails sent to the signed-in person, newest first',
  query: pageQuery,
  response: page(notification),
});
