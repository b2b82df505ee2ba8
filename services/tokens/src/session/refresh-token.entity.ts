import { belongsTo, spaceColumn } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';
import { SessionEntity } from './session.entity.ts';

export interface RefreshTokenRow {
  /** SHA-256 of the token, base64url. */
  tokenHash: string;
  sessionId: string;
  createdAt: Date;
  usedAt: Date | null;
  /** Set when it is used: with the token itself it makes the successor, see `refresh-token.ts`. */
  successorSalt: string | null;
}

export const RefreshTokenEntity = new EntitySchema<RefreshTokenRow>({
  name: 'refresh_token',
  tableName: 'refresh_tokens',
  columns: {
    ...spaceColumn,
    tokenHash: { type: 'text', primary: true },
    sessionId: belongsTo(SessionEntity, 'refresh_tokens_session'),
    createdAt: { type: 'timestamptz' },
    usedAt: { type: 'timestamptz', nullable: true },
    successorSalt: { type: 'text', nullable: true },
  },
  indices: [{ name: 'refresh_tokens_of_session', columns: ['sessionId'] }],
});
