import { spaceColumn } from '@lyceum/common/database';
import type { Locale } from '@lyceum/contracts/shared/fields';
import { EntitySchema } from 'typeorm';

/** What somebody chose for an address, until its owner confirms it: only then an account gets it. */
export interface RegistrationRow {
  /** Becomes the id of the account. */
  id: string;
  /** Lower case; as many registrations wait for it as different passwords were chosen. */
  email: string;
  /** PHC string with the salt of the address: the same password has the same hash. */
  passwordHash: string;
  name: string;
  locale: Locale;
  /** SHA-256 of the token in its mails, base64url. */
  tokenHash: string;
  /** Another password was chosen for the address meanwhile: the link alone does not tell whose registration it is. */
  contested: boolean;
  expiresAt: Date;
}

export const RegistrationEntity = new EntitySchema<RegistrationRow>({
  name: 'registration',
  tableName: 'registrations',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    email: { type: 'text' },
    passwordHash: { type: 'text' },
    name: { type: 'text' },
    locale: { type: 'text' },
    tokenHash: { type: 'text' },
    contested: { type: 'boolean' },
    expiresAt: { type: 'timestamptz' },
  },
  uniques: [
    { name: 'registrations_password', columns: ['spaceId', 'email', 'passwordHash'] },
    { name: 'registrations_token', columns: ['spaceId', 'tokenHash'] },
  ],
  indices: [{ name: 'registrations_expiry', columns: ['expiresAt'] }],
});
