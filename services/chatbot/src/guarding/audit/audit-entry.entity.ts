import { spaceColumn } from '@lyceum/common/database';
import type { AuditAction } from '@lyceum/contracts/chatbot/tutor-audit';
import { EntitySchema } from 'typeorm';

export interface AuditEntryRow {
  id: string;
  personId: string;
  action: AuditAction;
  /** Of a refusal. */
  code: string | null;
  courseId: string | null;
  conversationId: string | null;
  createdAt: Date;
}

export const AuditEntryEntity = new EntitySchema<AuditEntryRow>({
  name: 'audit_entry',
  tableName: 'tutor_audit',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    personId: { type: 'uuid' },
    action: { type: 'text' },
    code: { type: 'text', nullable: true },
    courseId: { type: 'uuid', nullable: true },
    conversationId: { type: 'uuid', nullable: true },
    createdAt: { type: 'timestamptz' },
  },
  indices: [
    { name: 'tutor_audit_newest', columns: ['spaceId', 'createdAt', 'id'] },
    { name: 'tutor_audit_of_person', columns: ['spaceId', 'personId', 'createdAt', 'id'] },
    { name: 'tutor_audit_of_course', columns: ['spaceId', 'courseId', 'createdAt', 'id'] },
  ],
});
