import { randomUUID } from 'node:crypto';
import type { Redis } from '@lyceum/common/cache';
import { ModelFailure } from './model-failure.ts';

export interface SlotRequest {
  /** Whose streams are limited: the id of the provider. */
  provider: string;
  /** Holders at a time, over all processes. */
  limit: number;
  /** Whoever takes turns: calls of one user are served in their order, users one after the other. */
  user: string;
  signal: AbortSignal;
  /** How long to wait at most, in milliseconds from now. */
  deadlineMs: number;
}

export interface Slots {
  /**
   * Waits for a free stream of the provider; what it resolves with gives the stream back, never rejects and may be called
   * twice. Rejects with the reason of the signal, with `busy` at the deadline, with `unavailable` while Redis is away.
   */
  acquire(request: SlotRequest): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/**
 * Shared by all scripts. A ticket is in `holders`, or in `waiting` and in the queue of its user; both sets carry the end of its
 * lease, so that nothing of a process that died counts for longer. `ring` names the users who wait, the next one first. The
 * time is Redis' own: the clocks of replicas differ.
 */
const prelude = `
local holders, waiting, ring = KEYS[1], KEYS[2], KEYS[3]
local ticket, user, limit, lease, channel = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[5]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function queue(name) return ring .. ':' .. name end
local function hold(found)
  redis.call('ZADD', holders, now + lease, found)
  redis.call('PEXPIRE', holders, lease * 2)
end
local function nextOf(name)
  while true do
    local found = redis.call('LPOP', queue(name))
    if not found then return nil end
    local ends = redis.call('ZSCORE', waiting, found)
    redis.call('ZREM', waiting, found)
    if ends and tonumber(ends) > now then return found end
  end
end
local function grant()
  redis.call('ZREMRANGEBYSCORE', holders, '-inf', now)
  while redis.call('ZCARD', holders) < limit do
    local name = redis.call('LPOP', ring)
    if not name then return end
    local found = nextOf(name)
    if redis.call('EXISTS', queue(name)) == 1 then redis.call('RPUSH', ring, name) end
    if found then
      hold(found)
      redis.call('PUBLISH', channel, found)
    end
  end
end`;

/** Answers whether the ticket holds a slot; queues it when it is new, and renews its lease. */
const enterScript = `${prelude}
if redis.call('ZSCORE', holders, ticket) then return 1 end
if not redis.call('ZSCORE', waiting, ticket) and redis.call('RPUSH', queue(user), ticket) == 1 then
  redis.call('LREM', ring, 0, user)
  redis.call('RPUSH', ring, user)
end
redis.call('ZADD', waiting, now + lease, ticket)
for _, key in ipairs({ waiting, ring, queue(user) }) do redis.call('PEXPIRE', key, lease * 2) end
grant()
return redis.call('ZSCORE', holders, ticket) and 1 or 0`;

/** Counts a call that runs even when its lease has ended meanwhile. */
const renewScript = `${prelude}
hold(ticket)`;

const leaveScript = `${prelude}
redis.call('ZREM', holders, ticket)
if redis.call('ZREM', waiting, ticket) == 1 then
  redis.call('LREM', queue(user), 1, ticket)
  if redis.call('EXISTS', queue(user)) == 0 then redis.call('LREM', ring, 0, user) end
end
grant()`;

/**
 * The streams of every provider, shared fairly by all processes that use the same Redis. A free slot costs one round trip. Who
 * waits is woken by pub/sub and asks by itself only to renew the lease, which also finds slots of processes that died and
 * messages that were lost.
 */
export function createSlots(redis: Redis, prefix: string, { leaseMs = 10_000 } = {}): Slots {
  const channel = `${prefix}:slots`;
  const renewMs = leaseMs / 3;
  const waking = new Map<string, () => void>();
  let subscriber: Redis | undefined;

  /** Until the channel is open, and whenever it is cut, whoever waits finds out when renewing. */
  function listen(): Redis {
    const connection = redis.duplicate({ enableOfflineQueue: true, maxRetriesPerRequest: null });
    connection.on('error', ignore);
    connection.on('message', (_channel, ticket) => waking.get(ticket)?.());
    const wakeAll = () => {
      for (const wake of waking.values()) wake();
    };
    connection.subscribe(channel).then(wakeAll, ignore);
    return connection;
  }

  return {
    async acquire({ provider, limit, user, signal, deadlineMs }) {
      signal.throwIfAborted();
      const ticket = randomUUID();
      const key = `${channel}:${provider}`;
      const run = (script: string) =>
        redis.eval(script, 3, `${key}:holders`, `${key}:waiting`, `${key}:ring`, ticket, user, limit, leaseMs, channel);
      // A slot that cannot be given back is free when its lease ends.
      const leave = () => run(leaveScript).then(ignore, ignore);
      const deadline = AbortSignal.timeout(deadlineMs);
      const ending = AbortSignal.any([signal, deadline]);

      async function isHeld(): Promise<boolean> {
        try {
          return (await run(enterScript)) === 1;
        } catch (cause) {
          throw new ModelFailure('unavailable', { model: provider, message: 'the queue for models cannot be reached', cause });
        }
      }

      try {
        for (;;) {
          // Before asking: the slot may be granted between the answer and the wait for it.
          const woken = Promise.withResolvers<void>();
          const wake = () => woken.resolve();
          waking.set(ticket, wake);
          if (await isHeld()) break;
          subscriber ??= listen();
          const renewal = setTimeout(wake, renewMs);
          ending.addEventListener('abort', wake, { once: true });
          if (!ending.aborted) await woken.promise;
          clearTimeout(renewal);
          ending.removeEventListener('abort', wake);
          signal.throwIfAborted();
          if (deadline.aborted) throw new ModelFailure('busy', { model: provider, message: 'no stream became free in time' });
        }
        signal.throwIfAborted();
      } catch (error) {
        void leave();
        throw error;
      } finally {
        waking.delete(ticket);
      }

      // Redis may be away for a moment: the next renewal puts things right.
      const renewal = setInterval(() => {
        run(renewScript).catch(ignore);
      }, renewMs);
      return async () => {
        clearInterval(renewal);
        await leave();
      };
    },
    async close() {
      subscriber?.disconnect();
    },
  };
}

function ignore(): void {}
