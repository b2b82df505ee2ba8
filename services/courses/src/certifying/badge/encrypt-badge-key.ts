import { createPrivateKey, type KeyObject } from 'node:crypto';
import { createSecretCipher } from '@lyceum/common/secrets';

const createCipher = (secret: string) => createSecretCipher(secret, 'lyceum courses: private badge keys');

/** Encrypted under the secret and bound to the `kid`. */
export function encryptBadgeKey(privateKeyPem: string, kid: string, secret: string): string {
  return createCipher(secret).encrypt(Buffer.from(privateKeyPem), kid);
}

/** Throws when it was encrypted under another secret or for another `kid`. */
export function decryptBadgeKey(stored: string, kid: string, secret: string): KeyObject {
  try {
    return createPrivateKey(createCipher(secret).decrypt(stored, kid));
  } catch (cause) {
    const message = 'a badge key cannot be decrypted, it was stored under another KEY_ENCRYPTION_SECRET: make a new key';
    throw new Error(message, { cause });
  }
}
