import { spaceColumn } from '@lyceum/common/database';
import type { alertStatuses } from '@lyceum/contracts/chatbot/tutor-alert';
import { EntitySchema } from 'typeorm';

export interface AlertRow {
  id: string;
  personId: string;
  courseId: string | null;
  conversationId: string | null;
  phrase: string;
  status: (typeof alertStatuses)[number];
  note: string;
  resolvedBy: string | null;
  createdAt: Date;
  resolvedAt: Date | null;
}

export const AlertEntity = new EntitySchema<AlertRow>({
  name: 'alert',
  tableName: 'tutor_alerts',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    personId: { type: 'uuid' },
    courseId: { type: 'uuid', nullable: true },
    conversationId: { type: 'uuid', nullable: true },
    phrase: { type: 'text' },
    status: { type: 'text' },
    note: { type: 'text' },
    resolvedBy: { type: 'uuid', nullable: true },
    createdAt: { type: 'timestamptz' },
    resolvedAt: { type: 'timestamptz', nullable: true },
  },
  indices: [
    { name: 'tutor_alerts_newest', columns: ['spaceId', 'createdAt', 'id'] },
    { name: 'tutor_alerts_by_status', columns: ['spaceId', 'status', 'createdAt', 'id'] },
  ],
});
