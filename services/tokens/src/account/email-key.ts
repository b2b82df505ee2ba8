import { hashSecret } from './hash-secret.ts';

/** Part of a Redis key that stands for an e-mail in a space without showing it. */
export function emailKey(space: string, email: string): string {
  return hashSecret(`${space} ${email}`);
}
