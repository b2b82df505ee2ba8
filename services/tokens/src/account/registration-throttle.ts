import { createRateLimiter, type Redis } from '@lyceum/common/cache';
import { fail } from '@lyceum/common/errors';
import { addressKey, emailKey } from './throttle-keys.ts';

const hourMs = 3_600_000;
/** Each registration sends a mail, to whoever has the address. */
const perEmail = 10;

export type RegistrationThrottle = ReturnType<typeof createRegistrationThrottle>;

/** Throws `auth.too_many_attempts` when an address registers too often, or is sent too many mails. Throws while Redis is away. */
export function createRegistrationThrottle(redis: Redis, prefix: string, perAddress: number) {
  const hit = createRateLimiter(redis, prefix);
  return async function throttle({ space, email, address }: { space: string; email: string; address: string }): Promise<void> {
    const decisions = await Promise.all([
      hit(`registration:${addressKey(address)}`, perAddress, hourMs),
      hit(`registration:${emailKey(space, email)}`, perEmail, hourMs),
    ]);
    const refused = decisions.find(({ allowed }) => !allowed);
    if (refused) throw fail('auth.too_many_attempts', { retryAfter: Math.max(refused.resetSeconds, 1) });
  };
}
