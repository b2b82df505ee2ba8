import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { definePermission } from '../define/permission.ts';
import { defineProblem } from '../define/problem.ts';
import { id, text, timestamp } from '../shared/fields.ts';
import { page, pageQuery } from '../shared/pagination.ts';

export const tutorAlerts = {
  handle: definePermission('tutor-alerts.handle', ['staff', 'admin']),
};

export const tutorAlertNotFound = defineProblem('tutor_alert.not_found', 404, {
  en: 'There is no such alert',
  ru: 'Такого сигнала нет',
});

export const alertStatuses = ['open', 'resolved'] as const;

export const tutorAlert = z
  .object({
    id: id.describe('Id of the alert'),
    personId: id.describe('Who wrote what raised it'),
    courseId: id.nullable().describe('Id of the course that was asked about; null of help'),
    conversationId: id.nullable().describe('Id of the conversation; null when there is none'),
    phrase: z.string().describe('Which of the listed words were found; never what else was written'),
    status: z.enum(alertStatuses).describe('`open` until somebody has taken care of it'),
    note: z.string().describe('What was done; empty while it is open'),
    resolvedBy: id.nullable().describe('Who took care of it; null while it is open'),
    createdAt: timestamp.describe('When it was written'),
    resolvedAt: timestamp.nullable().describe('When it was taken care of; null while it is open'),
  })
  .meta({ id: 'TutorAlert', description: 'Somebody wrote to the tutor what the school wants to hear of' });

export const listTutorAlerts = defineEndpoint('listTutorAlerts', 'GET /chat/alerts', {
  summary: 'What the school wants to hear of, the newest first',
  query: pageQuery.extend({ status: z.enum(alertStatuses).optional().describe('Only alerts with this status') }),
  response: page(tutorAlert),
});

export const resolveTutorAlert = defineEndpoint('resolveTutorAlert', 'POST /chat/alerts/:alertId/resolve', {
  summary: 'Say that an alert was taken care of; of one that was, nothing changes',
  params: z.strictObject({ alertId: id.describe('Id of the alert') }),
  body: z.strictObject({ note: text(0, 1000).default('').describe('What was done') }),
  response: tutorAlert,
  errors: [tutorAlertNotFound],
});
