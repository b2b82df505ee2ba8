import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from '@lyceum/common/redis';
import { ERRORS, type Lock, type Locker } from '@tus/server';

const lifetimeMs = 5_000;
const renewEveryMs = 500;
const askEveryMs = 100;
/** Shorter than the gateway waits for an answer. */
const patienceMs = 20_000;

/** Keeps the lock if it is still held, and tells whether it has to be given back: it is lost, or somebody waits for it. */
const renewScript = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 1 end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return redis.call('EXISTS', KEYS[2])`;

const releaseScript = `
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end`;

/**
 * Locks that hold for all replicas. Whoever waits has the holder asked to end what it does: a connection that was cut is often still
 * open at this side. A process that dies gives its locks back within five seconds.
 */
export function createRedisLocker(redis: Redis, prefix: string): Locker {
  return { newLock: (id) => createLock(redis, `${prefix}:tus:${id}`) };
}

function createLock(redis: Redis, key: string): Lock {
  const holder = randomUUID();
  const wanted = `${key}:wanted`;
  let renewal: NodeJS.Timeout | undefined;

  async function take(signal: AbortSignal): Promise<void> {
    let waitedMs = 0;
    while ((await redis.set(key, holder, 'PX', lifetimeMs, 'NX')) === null) {
      if (signal.aborted || waitedMs >= patienceMs) throw ERRORS.ERR_LOCK_TIMEOUT;
      await redis.set(wanted, '1', 'PX', 2 * renewEveryMs);
      await pause(askEveryMs);
      waitedMs += askEveryMs;
    }
    await redis.del(wanted);
  }

  return {
    async lock(signal, cancelRequest) {
      await take(signal);
      renewal = setInterval(() => {
        redis.eval(renewScript, 2, key, wanted, holder, lifetimeMs).then(
          (ends) => ends === 1 && cancelRequest(),
          // Without Redis nobody knows who holds it next.
          () => cancelRequest(),
        );
      }, renewEveryMs);
    },
    async unlock() {
      clearInterval(renewal);
      // It expires by itself where Redis is away.
      await redis.eval(releaseScript, 1, key, holder).catch(() => undefined);
    },
  };
}
