import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const ivBytes = 12;
const tagBytes = 16;

/** The cipher of one sort of secrets at rest. */
export interface SecretCipher {
  /** `boundTo` names the row: what is copied to another row cannot be decrypted. Base64url of iv, tag and ciphertext. */
  encrypt(plain: Uint8Array, boundTo: string): string;
  /** Throws when it was encrypted under another secret or bound to something else. */
  decrypt(stored: string, boundTo: string): Buffer;
}

/** AES-256-GCM under a key that HKDF (RFC 5869) derives from the secret for one purpose. The purpose never changes once it was used. */
export function createSecretCipher(secret: string, purpose: string): SecretCipher {
  const key = Buffer.from(hkdfSync('sha256', secret, '', purpose, 32));
  return {
    encrypt(plain, boundTo) {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(boundTo));
      const encrypted = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), encrypted]).toString('base64url');
    },
    decrypt(stored, boundTo) {
      const bytes = Buffer.from(stored, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes), { authTagLength: tagBytes })
        .setAAD(Buffer.from(boundTo))
        .setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
      return Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]);
    },
  };
}
