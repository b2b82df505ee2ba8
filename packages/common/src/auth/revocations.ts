import type { Actor, Clock } from '../context.ts';
import type { Logger } from '../log.ts';
import type { Redis } from '../redis.ts';
import { redisReady } from '../redis.ts';

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
