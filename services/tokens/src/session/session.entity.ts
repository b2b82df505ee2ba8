import { belongsTo, spaceColumn } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';
import { AccountEntity } from '../account/account.entity.ts';

/** From a sign-in to its end. All refresh tokens that followed from that sign-in belong to it. */
export interface SessionRow {
  /** `sid` of its access tokens. */
  id: string;
  accountId: string;
  createdAt: Date;
  /** No refresh carries it beyond. */
  expiresAt: Date;
  /** Signed out, or ended because a used refresh token came again. */
  revokedAt: Date | null;
  userAgent: string;
  address: string;
}

export const SessionEntity = new EntitySchema<SessionRow>({
  name: 'session',
  tableName: 'sessions',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    accountId: belongsTo(AccountEntity, 'sessions_account'),
    createdAt: { type: 'timestamptz' },
    expiresAt: { type: 'timestamptz' },
    revokedAt: { type: 'timestamptz', nullable: true },
    userAgent: { type: 'text' },
    address: { type: 'text' },
  },
  indices: [
    { name: 'sessions_of_account', columns: ['spaceId', 'accountId'] },
    { name: 'sessions_expiry', columns: ['expiresAt'] },
  ],
});
