import { addressKey } from '@lyceum/common/client-address';
import { fail } from '@lyceum/common/errors';
import type { Redis } from '@lyceum/common/redis';
import { createRateLimiter } from '@lyceum/common/redis';
import { authTooManyAttempts } from '@lyceum/contracts/tokens/session';
import { emailKey } from '../account/email-key.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

interface Window {
  readonly name: string;
  readonly limit: number;
  readonly windowMs: number;
}

/** Failures of one account from one address: whoever goes on waits longer. */
const pairWindows: readonly Window[] = [
  { name: 'minutes', limit: 10, windowMs: 5 * minuteMs },
  { name: 'hour', limit: 20, windowMs: hourMs },
  { name: 'day', limit: 50, windowMs: 24 * hourMs },
];
/** Failures from one address, whatever the account: a school may share one. */
const addressWindow: Window = { name: 'address', limit: 200, windowMs: 15 * minuteMs };
/** Failures of one account from everywhere (NIST SP 800-63B-4, 3.2.2: no more than 100). */
const accountWindow: Window = { name: 'account', limit: 100, windowMs: hourMs };
/** An address the account signed in from is not bound by failures elsewhere, so that nobody can lock its owner out. */
const familiarMs = 30 * 24 * hourMs;

interface Attempt {
  readonly space: string;
  readonly email: string;
  readonly address: string;
}

export interface SignInThrottle {
  /** Counts the attempt before it is made, so that parallel ones cannot slip through. Throws `auth.too_many_attempts`. */
  attempt(attempt: Attempt): Promise<void>;
  /** Only failures count: takes the attempt back, and forgets those of this account from this address. */
  succeed(attempt: Attempt): Promise<void>;
}

/** A count that has expired meanwhile must not come back without an expiry. */
const takeBackScript = "if redis.call('EXISTS', KEYS[1]) == 1 then redis.call('DECR', KEYS[1]) end";

/** Accounts that do not exist are counted like others. Both functions throw while Redis is away: nobody signs in unthrottled. */
export function createSignInThrottle(redis: Redis, prefix: string): SignInThrottle {
  const hit = createRateLimiter(redis, prefix);

  function getKeys({ space, email, address }: Attempt) {
    const [account, from] = [emailKey(space, email), addressKey(address)];
    return {
      pair: (window: Window) => `sign-in:${window.name}:${account}:${from}`,
      address: `sign-in:address:${from}`,
      account: `sign-in:account:${account}`,
      familiar: `${prefix}:sign-in:familiar:${account}:${from}`,
    };
  }

  async function count(key: string, { limit, windowMs }: Window): Promise<void> {
    const { allowed, resetSeconds } = await hit(key, limit, windowMs);
    if (!allowed) throw fail(authTooManyAttempts, { retryAfter: Math.max(resetSeconds, 1) });
  }

  return {
    async attempt(attempt) {
      const keys = getKeys(attempt);
      // One after the other: an attempt that one window refuses is not counted in the longer and wider ones.
      for (const window of pairWindows) await count(keys.pair(window), window);
      await count(keys.address, addressWindow);
      if (!(await redis.exists(keys.familiar))) await count(keys.account, accountWindow);
    },
    async succeed(attempt) {
      const keys = getKeys(attempt);
      const stored = (key: string) => `${prefix}:rate:${key}`;
      await Promise.all([
        redis.del(pairWindows.map((window) => stored(keys.pair(window)))),
        redis.eval(takeBackScript, 1, stored(keys.address)),
        redis.eval(takeBackScript, 1, stored(keys.account)),
        redis.set(keys.familiar, '', 'PX', familiarMs),
      ]);
    },
  };
}
