import { createSecretCipher } from '@lyceum/common/secrets';

const createCipher = (secret: string) => createSecretCipher(secret, 'lyceum models: provider keys');

/** Encrypted under the secret and bound to the provider, so that a row copied to another provider opens nothing. */
export function encryptKey(key: string, providerId: string, secret: string): string {
  return createCipher(secret).encrypt(Buffer.from(key), providerId);
}

/** Throws when it was encrypted under another secret or for another provider. */
export function decryptKey(stored: string, providerId: string, secret: string): string {
  return createCipher(secret).decrypt(stored, providerId).toString('utf8');
}
