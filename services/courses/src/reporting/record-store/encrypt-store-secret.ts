import { createSecretCipher } from '@lyceum/common/secrets';

const createCipher = (secret: string) => createSecretCipher(secret, 'lyceum courses: secrets of record stores');

/** Encrypted under the secret of the installation and bound to the row of the store. */
export function encryptStoreSecret(storeSecret: string, storeId: string, secret: string): string {
  return createCipher(secret).encrypt(Buffer.from(storeSecret), storeId);
}

/** Null when it was encrypted under another secret or for another row. */
export function decryptStoreSecret(stored: string, storeId: string, secret: string): string | null {
  try {
    return createCipher(secret).decrypt(stored, storeId).toString('utf8');
  } catch {
    return null;
  }
}
