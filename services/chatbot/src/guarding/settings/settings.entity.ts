import { spaceColumn } from '@lyceum/common/database';
import type { CourseTutorSettings, SpaceTutorSettings } from '@lyceum/contracts/chatbot/tutor-settings';
import { EntitySchema } from 'typeorm';

export interface SettingsRow {
  id: string;
  /** `space`, or the id of a course. */
  subject: string;
  settings: SpaceTutorSettings | CourseTutorSettings;
  version: number;
}

/** A row for the space and for each course where somebody has said something; without it the defaults hold. */
export const SettingsEntity = new EntitySchema<SettingsRow>({
  name: 'settings',
  tableName: 'tutor_settings',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    subject: { type: 'text' },
    settings: { type: 'jsonb' },
    version: { type: 'integer' },
  },
  uniques: [{ name: 'tutor_settings_subject', columns: ['spaceId', 'subject'] }],
});
