import { randomBytes } from 'node:crypto';
import type { SecretCipher } from '@lyceum/common/secrets';

/** The secret of one encoding, from which the keys of its stretches are derived. */
export interface MasterKeys {
  /** A new one, as it is stored. */
  create(encodingId: string): string;
  /** Throws when it was stored under another secret. */
  open(stored: string, encodingId: string): Buffer;
}

export function createMasterKeys(cipher: SecretCipher): MasterKeys {
  return {
    create: (encodingId) => cipher.encrypt(randomBytes(32), encodingId),
    open: (stored, encodingId) => cipher.decrypt(stored, encodingId),
  };
}
