import { z } from 'zod';
import { defineEndpoint, defineErrors } from './define.ts';
import { id, timestamp } from './fields.ts';
import { page, pageQuery } from './pages.ts';

export const notificationsProblems = defineErrors({});

export const notificationKinds = ['email-confirmation', 'registration-repeated', 'program-ready', 'program-failed'] as const;

export const notification = z
  .object({
    id,
    kind: z.enum(notificationKinds),
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
