import { spaceColumn } from '@lyceum/common/database';
import type { Locale } from '@lyceum/contracts/shared/fields';
import { EntitySchema } from 'typeorm';

/** A copy of what other services know of a person, fed by their events. */
export interface PersonRow {
  /** Id of the account. */
  id: string;
  email: string;
  name: string;
  locale: Locale;
  /** IANA name; null while no profile has told it. */
  timeZone: string | null;
  registeredAt: Date;
  /** Version of the profile that name, locale and time zone are of; 0 until it was changed for the first time. */
  profileVersion: number;
}

export const PersonEntity = new EntitySchema<PersonRow>({
  name: 'person',
  tableName: 'people',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    email: { type: 'text' },
    name: { type: 'text' },
    locale: { type: 'text' },
    timeZone: { type: 'text', nullable: true },
    registeredAt: { type: 'timestamptz' },
    profileVersion: { type: 'integer' },
  },
  indices: [{ name: 'people_email', columns: ['spaceId', 'email'] }],
});
