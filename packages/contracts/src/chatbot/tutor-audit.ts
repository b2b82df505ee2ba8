import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { definePermission } from '../define/permission.ts';
import { id, requestTimestamp, timestamp } from '../shared/fields.ts';
import { page, pageQuery } from '../shared/pagination.ts';

export const tutorAudit = {
  read: definePermission('tutor-audit.read', ['admin']),
};

export const auditActions = [
  'question-refused',
  'alert-raised',
  'alert-resolved',
  'settings-changed',
  'conversation-shared',
  'conversation-unshared',
  'conversation-deleted',
  'teacher-joined',
  'teacher-replied',
] as const;

export type AuditAction = (typeof auditActions)[number];

export const auditEntry = z
  .object({
    id: id.describe('Id of the entry'),
    personId: id.describe('Who did it'),
    action: z.enum(auditActions).describe('What was done'),
    code: z.string().nullable().describe('Of a refusal, the code of the problem; null of the others'),
    courseId: id.nullable().describe('Id of the course; null when it is about none'),
    conversationId: id.nullable().describe('Id of the conversation, which may be gone; null when it is about none'),
    createdAt: timestamp.describe('When it was done'),
  })
  .meta({ id: 'TutorAuditEntry', description: 'Something done with the tutor; no words of a message' });

export const listTutorAudit = defineEndpoint('listTutorAudit', 'GET /chat/audit', {
  summary: 'What was refused, changed, shared and deleted, the newest first; kept for 400 days',
  description: 'The same refusal of the same person about the same course is one entry a minute.',
  query: pageQuery.extend({
    personId: id.optional().describe('Only what this person did'),
    courseId: id.optional().describe('Only what is about this course'),
    action: z.enum(auditActions).optional().describe('Only this'),
    from: requestTimestamp.optional().describe('Only from then on'),
    to: requestTimestamp.optional().describe('Only until then'),
  }),
  response: page(auditEntry),
});
