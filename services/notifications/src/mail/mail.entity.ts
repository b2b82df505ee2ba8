import { spaceColumn } from '@lyceum/common/database';
import type { Notification } from '@lyceum/contracts/notifications/notification';
import type { Locale } from '@lyceum/contracts/shared/fields';
import { EntitySchema } from 'typeorm';
import type { z } from 'zod';
import type { storedLetter } from '../letter/frame-letter.ts';

export interface MailRow {
  id: string;
  /** Message that asked for it: the same message asks for one mail of a kind. */
  messageId: string;
  /** Whose list it is in. */
  accountId: string | null;
  address: string;
  kind: Notification['kind'];
  locale: Locale;
  subject: string;
  /** What it says, until it is sent or given up: a confirmation token stays no longer than that. */
  letter: z.input<typeof storedLetter> | Record<string, never>;
  status: Notification['status'];
  attempts: number;
  /** A run that sends the mail right now holds it until then; null when nobody does. */
  leasedUntil: Date | null;
  createdAt: Date;
  sentAt: Date | null;
}

export const MailEntity = new EntitySchema<MailRow>({
  name: 'mail',
  tableName: 'mails',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    messageId: { type: 'uuid' },
    accountId: { type: 'uuid', nullable: true },
    address: { type: 'text' },
    kind: { type: 'text' },
    locale: { type: 'text' },
    subject: { type: 'text' },
    letter: { name: 'params', type: 'jsonb' },
    status: { type: 'text' },
    attempts: { type: 'integer' },
    leasedUntil: { type: 'timestamptz', nullable: true },
    createdAt: { type: 'timestamptz' },
    sentAt: { type: 'timestamptz', nullable: true },
  },
  uniques: [{ name: 'mails_message_kind', columns: ['spaceId', 'messageId', 'kind'] }],
  checks: [{ name: 'mails_status', expression: "status IN ('queued', 'sent', 'failed')" }],
  indices: [{ name: 'mails_of_account', columns: ['spaceId', 'accountId', 'createdAt', 'id'] }],
});
