import { spaceKey } from '@lyceum/common/database';
import type { MailPreferences } from '@lyceum/contracts/courses/mail-preference';
import { EntitySchema } from 'typeorm';

/** Somebody who has chosen which mails they want; without a row they get all. */
export interface MailPreferenceRow extends MailPreferences {
  personId: string;
}

export const MailPreferenceEntity = new EntitySchema<MailPreferenceRow>({
  name: 'mail_preference',
  tableName: 'mail_preferences',
  columns: {
    ...spaceKey,
    personId: { type: 'uuid', primary: true },
    announcements: { type: 'boolean' },
    grades: { type: 'boolean' },
    discussions: { type: 'boolean' },
    reminders: { type: 'boolean' },
    digest: { type: 'boolean' },
  },
});
