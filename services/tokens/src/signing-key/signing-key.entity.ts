import { spaceColumn } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';

/** Key pair that signs access tokens. The rows serve the whole installation and live in the space main. */
export interface SigningKeyRow {
  kid: string;
  /** Coordinates of the public point (RFC 7518 6.2.1). */
  publicKey: { x: string; y: string };
  /** PKCS #8, encrypted, see `encrypt-private-key.ts`. */
  privateKey: string;
  createdAt: Date;
  /** Signs from then until the next key does. */
  activeFrom: Date;
  /** Published until then; null while no next key is there. */
  retireAt: Date | null;
}

export const SigningKeyEntity = new EntitySchema<SigningKeyRow>({
  name: 'signing_key',
  tableName: 'signing_keys',
  columns: {
    ...spaceColumn,
    kid: { type: 'uuid', primary: true },
    publicKey: { type: 'jsonb' },
    privateKey: { type: 'text' },
    createdAt: { type: 'timestamptz' },
    activeFrom: { type: 'timestamptz' },
    retireAt: { type: 'timestamptz', nullable: true },
  },
});
