import { spaceKey } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';

/** A key pair that signs badges of the space. Rows stay for ever: old badges are verified by their public halves. */
export interface BadgeKeyRow {
  kid: string;
  publicKeyMultibase: string;
  /** PKCS #8, encrypted, see `encrypt-badge-key.ts`. */
  privateKey: string;
  createdAt: Date;
  /** Null of the one that signs now. */
  retiredAt: Date | null;
}

export const BadgeKeyEntity = new EntitySchema<BadgeKeyRow>({
  name: 'badge_key',
  tableName: 'badge_keys',
  columns: {
    ...spaceKey,
    kid: { type: 'text', primary: true },
    publicKeyMultibase: { type: 'text' },
    privateKey: { type: 'text' },
    createdAt: { type: 'timestamptz' },
    retiredAt: { type: 'timestamptz', nullable: true },
  },
});
