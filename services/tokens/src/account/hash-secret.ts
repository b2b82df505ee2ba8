import { createHash } from 'node:crypto';

/** How a random secret of 256 bits is stored: SHA-256, base64url. Never for passwords. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
