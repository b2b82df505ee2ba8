import { spaceColumn } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';
import { AccountEntity } from './account.entity.ts';

/** A mail that was sent to confirm an address. Used or replaced ones are deleted. */
export interface EmailConfirmationRow {
  /** SHA-256 of the token in the mail, base64url. */
  tokenHash: string;
  accountId: string;
  expiresAt: Date;
}

export const EmailConfirmationEntity = new EntitySchema<EmailConfirmationRow>({
  name: 'email_confirmation',
  tableName: 'email_confirmations',
  columns: {
    ...spaceColumn,
    tokenHash: { name: 'token_hash', type: 'text', primary: true },
    accountId: {
      name: 'account_id',
      type: 'uuid',
      foreignKey: { target: AccountEntity, name: 'email_confirmations_account', onDelete: 'CASCADE' },
    },
    expiresAt: { name: 'expires_at', type: 'timestamptz' },
  },
  indices: [
    { name: 'email_confirmations_of_account', columns: ['spaceId', 'accountId'] },
    { name: 'email_confirmations_expiry', columns: ['expiresAt'] },
  ],
});
