import { spaceKey } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';

/** Somebody was mailed of something that is told once: a deadline, the end of an enrolment, or what a day brings. */
export interface ReminderSentRow {
  personId: string;
  /** Names what it was, with its moment: what is put off is told again. */
  occasion: string;
  sentAt: Date;
}

export const ReminderSentEntity = new EntitySchema<ReminderSentRow>({
  name: 'reminder_sent',
  tableName: 'reminders_sent',
  columns: {
    ...spaceKey,
    personId: { type: 'uuid', primary: true },
    occasion: { type: 'text', primary: true },
    sentAt: { type: 'timestamptz' },
  },
  indices: [{ name: 'reminders_sent_at', columns: ['spaceId', 'sentAt'] }],
});
