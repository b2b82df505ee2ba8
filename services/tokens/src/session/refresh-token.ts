import { createHmac, randomBytes } from 'node:crypto';

/** 256 bits, base64url. Stored only as a hash. */
export function newRefreshToken(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * The token that follows from this one. Whoever presents the used token again gets the same successor, and whoever reads the
 * database, where the salt and the hashes are, cannot make it.
 */
export function findSuccessor(token: string, salt: string): string {
  return createHmac('sha256', token).update(salt).digest('base64url');
}
