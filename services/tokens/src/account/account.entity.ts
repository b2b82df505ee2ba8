import { spaceColumn } from '@lyceum/common/database';
import type { Locale } from '@lyceum/contracts/shared/fields';
import type { Role } from '@lyceum/contracts/shared/roles';
import { EntitySchema } from 'typeorm';

export interface AccountRow {
  id: string;
  /** Lower case; one account of a space has it. */
  email: string;
  /** PHC string. */
  passwordHash: string;
  name: string;
  locale: Locale;
  roles: Role[];
  emailConfirmedAt: Date | null;
  createdAt: Date;
}

export const AccountEntity = new EntitySchema<AccountRow>({
  name: 'account',
  tableName: 'accounts',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    email: { type: 'text' },
    passwordHash: { type: 'text' },
    name: { type: 'text' },
    locale: { type: 'text' },
    roles: { type: 'text', array: true },
    emailConfirmedAt: { type: 'timestamptz', nullable: true },
    createdAt: { type: 'timestamptz' },
  },
  uniques: [{ name: 'accounts_email', columns: ['spaceId', 'email'] }],
});
