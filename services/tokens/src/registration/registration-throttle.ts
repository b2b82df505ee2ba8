import { addressKey } from '@lyceum/common/client-address';
import { fail } from '@lyceum/common/errors';
import type { Redis } from '@lyceum/common/redis';
import { createRateLimiter } from '@lyceum/common/redis';
import { authTooManyAttempts } from '@lyceum/contracts/tokens/session';
import { emailKey } from '../account/email-key.ts';

const hourMs = 3_600_000;
/** Registrations of one e-mail from one address. */
const perPair = 10;
/** Registrations of one e-mail from everywhere: each sends a mail to whoever has it, and few strangers must not use it up. */
const perEmail = 100;
/** Passwords tried with the link of one registration. */
const perConfirmation = 10;

/** Both throw `auth.too_many_attempts`, and an outage while Redis is away. */
export interface RegistrationThrottle {
  register(registration: { space: string; email: string; address: string }): Promise<void>;
  confirm(registrationId: string): Promise<void>;
}

export function createRegistrationThrottle(redis: Redis, prefix: string, perAddress: number): RegistrationThrottle {
  const hit = createRateLimiter(redis, prefix);

  async function count(key: string, limit: number): Promise<void> {
    const { allowed, resetSeconds } = await hit(key, limit, hourMs);
    if (!allowed) throw fail(authTooManyAttempts, { retryAfter: Math.max(resetSeconds, 1) });
  }

  return {
    async register({ space, email, address }) {
      const [of, from] = [emailKey(space, email), addressKey(address)];
      // One after the other: what a narrow limit refuses does not use up a wider one.
      await count(`registration:${of}:${from}`, perPair);
      await count(`registration:${from}`, perAddress);
      await count(`registration:${of}`, perEmail);
    },
    confirm: (registrationId) => count(`confirmation:${registrationId}`, perConfirmation),
  };
}
