import { spaceColumn } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';
import type { SignedCredential } from '../badge-signing/credential.ts';

export interface BadgeRow {
  id: string;
  personId: string;
  recipientName: string;
  /** Of the school; empty where none is set. */
  issuerName: string;
  achievement: {
    readonly type: 'Course' | 'Badge';
    /** Path of its page in the space. */
    readonly path: string;
    readonly name: string;
    readonly description: string;
    /** Markdown. */
    readonly criteria: string;
  };
  issuedAt: Date;
  /** Null until it is signed; never changed afterwards. */
  credential: SignedCredential | null;
  revokedAt: Date | null;
  revocationReason: string | null;
}

export const BadgeEntity = new EntitySchema<BadgeRow>({
  name: 'badge',
  tableName: 'badges',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    personId: { type: 'uuid' },
    recipientName: { type: 'text' },
    issuerName: { type: 'text' },
    achievement: { type: 'jsonb' },
    issuedAt: { type: 'timestamptz' },
    credential: { type: 'jsonb', nullable: true },
    revokedAt: { type: 'timestamptz', nullable: true },
    revocationReason: { type: 'text', nullable: true },
  },
  checks: [{ name: 'badges_revoked', expression: '(revoked_at IS NULL) = (revocation_reason IS NULL)' }],
  indices: [{ name: 'badges_revoked_at', columns: ['spaceId', 'revokedAt'] }],
});
