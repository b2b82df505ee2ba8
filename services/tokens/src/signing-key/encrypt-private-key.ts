import { createCipheriv, createDecipheriv, createPrivateKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';

const ivBytes = 12;
const tagBytes = 16;

/** AES-256-GCM under a key derived from the secret (HKDF, RFC 5869) and bound to the `kid`; base64url of iv, tag, ciphertext. */
export function encryptPrivateKey(privateKey: KeyObject, kid: string, secret: string): string {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', deriveKey(secret), iv).setAAD(Buffer.from(kid));
  const encrypted = Buffer.concat([cipher.update(privateKey.export({ type: 'pkcs8', format: 'der' })), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), encrypted]).toString('base64url');
}

export function decryptPrivateKey(stored: string, kid: string, secret: string): KeyObject {
  const bytes = Buffer.from(stored, 'base64url');
  const iv = bytes.subarray(0, ivBytes);
  const decipher = createDecipheriv('aes-256-gcm', deriveKey(secret), iv, { authTagLength: tagBytes })
    .setAAD(Buffer.from(kid))
    .setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
  try {
    const der = Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]);
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  } catch (cause) {
    throw new Error('a signing key cannot be decrypted: it was stored under another KEY_ENCRYPTION_SECRET', { cause });
  }
}

function deriveKey(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'lyceum tokens: private signing keys', 32));
}
