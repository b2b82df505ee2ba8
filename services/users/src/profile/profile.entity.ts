import { spaceColumn } from '@lyceum/common/database';
import type { Locale } from '@lyceum/contracts/shared/fields';
import { EntitySchema } from 'typeorm';

export interface ProfileRow {
  /** Id of the account. */
  id: string;
  email: string;
  name: string;
  locale: Locale;
  /** IANA name. */
  timeZone: string;
  about: string;
  avatarImageId: string | null;
  createdAt: Date;
  updatedAt: Date;
  /** Grows by one with every change. */
  version: number;
}

export const ProfileEntity = new EntitySchema<ProfileRow>({
  name: 'profile',
  tableName: 'profiles',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    email: { type: 'text' },
    name: { type: 'text' },
    locale: { type: 'text' },
    timeZone: { type: 'text' },
    about: { type: 'text' },
    avatarImageId: { type: 'uuid', nullable: true },
    createdAt: { type: 'timestamptz' },
    updatedAt: { type: 'timestamptz' },
    version: { type: 'integer' },
  },
});
