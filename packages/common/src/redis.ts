import { Redis as RedisClient } from 'ioredis';
import type { Logger } from './log.ts';

export type Redis = RedisClient;

/**
 * A client that answers or fails within two seconds and reconnects for ever. Commands sent while Redis is away fail at once:
 * the caller decides what that means.
 */
export function createRedis(url: string, log: Logger): Redis {
  const redis = new RedisClient(url, {
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
