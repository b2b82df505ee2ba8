import { createHmac, randomBytes } from 'node:crypto';
import { spaceId } from '@lyceum/contracts/fields';

/** `<space>.<256 bits, base64url>`. Stored only as a hash. */
export function newRefreshToken(space: string): string {
  return `${space}.${randomBytes(32).toString('base64url')}`;
}

/**
 * The token that follows from this one. Whoever presents the used token again gets the same successor, and whoever reads the
 * database, where the salt and the hashes are, cannot make it.
 */
export function successorOf(token: string, space: string, salt: string): string {
  return `${space}.${createHmac('sha256', token).update(salt).digest('base64url')}`;
}

/** Undefined for a text that is no refresh token. */
export function spaceOf(token: string): string | undefined {
  const space = /^(.+)\.[\w-]{43}$/.exec(token)?.[1];
  return spaceId.safeParse(space).data;
}
