import { createPrivateKey, type KeyObject } from 'node:crypto';
import { createSecretCipher } from '@lyceum/common/secrets';

const createCipher = (secret: string) => createSecretCipher(secret, 'lyceum tokens: private signing keys');

/** Encrypted under the secret and bound to the `kid`. */
export function encryptPrivateKey(privateKey: KeyObject, kid: string, secret: string): string {
  return createCipher(secret).encrypt(privateKey.export({ type: 'pkcs8', format: 'der' }), kid);
}

export function decryptPrivateKey(stored: string, kid: string, secret: string): KeyObject {
  try {
    return createPrivateKey({ key: createCipher(secret).decrypt(stored, kid), format: 'der', type: 'pkcs8' });
  } catch (cause) {
    throw new Error('a signing key cannot be decrypted: it was stored under another KEY_ENCRYPTION_SECRET', { cause });
  }
}
