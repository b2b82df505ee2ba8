import { Redis } from 'ioredis';
import type { Actor } from './auth.ts';
import type { Clock } from './context.ts';
import type { Logger } from './log.ts';

export type { Redis } from 'ioredis';

/**
 * A client that answers or fails within two seconds and reconnects for ever. Commands sent while Redis is away fail at once:
 * the caller decides what that means.
 */
export function createRedis(url: string, log: Logger): Redis {
  const redis = new Redis(url, {
    connectTimeout: 2000,
    commandTimeout: 2000,
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    retryStrategy: (attempt) => Math.min(attempt * 100, 1000),
  });
  redis.on('error', (error) => log.warn({ err: error }, 'redis connection'));
  return redis;
}

/** Resolves when the client can take commands; rejects after `timeoutMs`. */
export async function redisReady(redis: Redis, timeoutMs = 10_000): Promise<void> {
  if (redis.status === 'ready') return;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(() => reject(new Error('Redis cannot be reached')), timeoutMs);
  redis.once('ready', resolve);
  await promise.finally(() => clearTimeout(timer));
}

export interface RateDecision {
  readonly allowed: boolean;
  readonly remaining: number;
  /** Seconds until the window ends. */
  readonly resetSeconds: number;
}

const countScript = `
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return { count, redis.call('PTTL', KEYS[1]) }`;

/** Counts hits in fixed windows, exactly and for all replicas together: one round trip a hit. Throws while Redis is away. */
export function createRateLimiter(redis: Redis, prefix: string) {
  return async function hit(key: string, limit: number, windowMs: number): Promise<RateDecision> {
    const reply = await redis.eval(countScript, 1, `${prefix}:rate:${key}`, windowMs);
    const [count, ttl] = reply as [number, number]; // what the script returns
    return { allowed: count <= limit, remaining: Math.max(limit - count, 0), resetSeconds: Math.ceil(Math.max(ttl, 0) / 1000) };
  };
}

/** Sessions that ended before their access tokens did. */
export interface Revocations {
  /** False while Redis is away: what was revoked since is unknown, so writes must be refused. */
  readonly healthy: boolean;
  isRevoked(actor: Actor): boolean;
  /** Every process knows within a second. Rejects while Redis is away. `expiresAt`: Unix seconds after which no token of it lives. */
  revokeSession(sessionId: string, expiresAt: number): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Keeps the set in memory, so that a check costs no round trip: a sorted set in Redis (score: expiry) is the truth, a channel
 * tells the news, and a subscription that was interrupted reads the whole set again before it counts as healthy.
 */
export async function createRevocations(redis: Redis, prefix: string, clock: Clock, log: Logger): Promise<Revocations> {
  const key = `${prefix}:revocations`;
  const sessions = new Map<string, number>();
  const subscriber = redis.duplicate({ enableOfflineQueue: true, maxRetriesPerRequest: null, autoResubscribe: false });
  subscriber.on('error', (error) => log.warn({ err: error }, 'revocation channel'));
  let loaded = false;

  const seconds = () => Math.floor(clock.now().getTime() / 1000);
  const remember = (sessionId: string, expiresAt: number) => sessions.set(sessionId, expiresAt);

  async function load(): Promise<void> {
    // First listen, then read: nothing that is published in between is missed.
    await subscriber.subscribe(key);
    const now = seconds();
    for (const [sessionId, expiresAt] of sessions) if (expiresAt <= now) sessions.delete(sessionId);
    const entries = await redis.zrange(key, now, '+inf', 'BYSCORE', 'WITHSCORES');
    for (let i = 0; i + 1 < entries.length; i += 2) remember(String(entries[i]), Number(entries[i + 1]));
    loaded = true;
  }

  function reload(): void {
    load().catch((error: unknown) => {
      log.warn({ err: error }, 'revocations cannot be read, trying again');
      retry = setTimeout(reload, 250);
    });
  }

  let retry: NodeJS.Timeout | undefined;
  subscriber.on('message', (_channel, message) => {
    const [sessionId, expiresAt] = message.split(' ');
    if (sessionId) remember(sessionId, Number(expiresAt));
  });
  subscriber.on('close', () => {
    loaded = false;
  });
  await redisReady(redis);
  await load();
  subscriber.on('ready', reload);
  const sweep = setInterval(reload, 60_000);
  sweep.unref();

  return {
    get healthy() {
      return loaded && redis.status === 'ready';
    },
    isRevoked: (actor) => sessions.has(actor.sessionId),
    async revokeSession(sessionId, expiresAt) {
      await redis
        .multi()
        .zadd(key, expiresAt, sessionId)
        .zremrangebyscore(key, '-inf', seconds())
        .publish(key, `${sessionId} ${expiresAt}`)
        .exec();
      remember(sessionId, expiresAt);
    },
    async stop() {
      clearInterval(sweep);
      clearTimeout(retry);
      subscriber.disconnect();
    },
  };
}
