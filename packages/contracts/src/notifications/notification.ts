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
    id: id.describe('Id of the mail'),
    kind: mailKind.describe('Why it is sent'),
    subject: z.string().describe('Subject line'),
    status: z.enum(['queued', 'sent', 'failed']).describe('`queued` until it is sent or given up'),
    createdAt: timestamp.describe('When it was put in the queue'),
    sentAt: timestamp.nullable().describe('When the mail server took it; null before'),
  })
  .meta({ id: 'Notification', description: 'A mail of the platform to a person' });

export type Notification = z.infer<typeof notification>;

export const listNotifications = defineEndpoint('listNotifications', 'GET /notifications', {
  summary: 'Mails sent to the signed-in person, newest first',
  query: pageQuery,
  response: page(notification),
});
