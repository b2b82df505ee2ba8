import { addressKey } from '@lyceum/common/client-address';
import type { Actor } from '@lyceum/common/context';
import { rateLimited } from '@lyceum/contracts/shared/common-problems';
import type { Exchange } from './exchange.ts';
import { refuse } from './refuse.ts';
import { contentPrefix } from './router.ts';
import type { SharedCounters } from './shared-counters.ts';

interface Policy {
  readonly name: string;
  readonly limit: number;
  /** Value of `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-11): quota and window in seconds. */
  readonly field: string;
}

export interface RateLimits {
  /** Counts the request; false when it was one too many and has been answered 429. */
  admit(exchange: Exchange, caller: { prefix: string; address: string; actor: Actor | undefined }): boolean;
}

/**
 * One of four policies counts a request: `auth` for sign-in and its kin by address, `content` for the content address by address,
 * `user` for whoever is signed in, `ip` for the rest. Signed-in users of one school do not share the budget of its one public address.
 */
export function createRateLimits(
  counters: SharedCounters,
  limits: { ip: number; user: number; auth: number; content: number; windowSeconds: number },
): RateLimits {
  const policy = (name: string, limit: number): Policy => ({
    name,
    limit,
    field: `"${name}";q=${limit};w=${limits.windowSeconds}`,
  });
  const auth = policy('auth', limits.auth);
  const content = policy('content', limits.content);
  const user = policy('user', limits.user);
  const ip = policy('ip', limits.ip);

  function take(exchange: Exchange, { name, limit, field }: Policy, key: string): boolean {
    const { allowed, remaining, resetSeconds } = counters.take(`${name}:${key}`, limit);
    exchange.answerHeaders.push('ratelimit-policy', field, 'ratelimit', `"${name}";r=${remaining};t=${resetSeconds}`);
    if (!allowed) refuse(exchange, rateLimited, { retryAfter: resetSeconds });
    return allowed;
  }

  return {
    admit(exchange, { prefix, address, actor }) {
      if (prefix === '/auth') return take(exchange, auth, addressKey(address));
      if (prefix === contentPrefix) return take(exchange, content, addressKey(address));
      if (actor) return take(exchange, user, actor.id);
      return take(exchange, ip, addressKey(address));
    },
  };
}
