import { randomUUID } from 'node:crypto';
import { serviceUnavailable } from '@lyceum/contracts/shared/common-problems';
import { fail } from './errors.ts';
import type { Turn } from './fair-queue.ts';
import { enterScript, leaveScript, renewScript } from './redis/fair-queue-scripts.ts';
import type { Redis } from './redis.ts';

export interface SharedTurn extends Turn {
  /** What is scarce, such as the streams of one provider. */
  readonly resource: string;
  /** Taken at a time, over all processes. */
  readonly places: number;
  readonly signal: AbortSignal;
}

export interface SharedFairQueue {
  /**
   * Waits for a place; what it resolves with gives the place back, never rejects and may be called twice. Rejects with the reason of
   * the signal, with `service.unavailable` at the timeout, with the error of Redis while that is away.
   */
  acquire(turn: SharedTurn): Promise<() => Promise<void>>;
  stop(): Promise<void>;
}

/** Seconds after which somebody who was turned away may try again. */
const retryAfter = 5;

/**
 * The fair queue of what all processes share that use the same Redis. A free place costs one round trip. Who waits is woken by
 * pub/sub and asks by itself only to renew the lease, which also finds places of processes that died and messages that were lost.
 */
export function createSharedFairQueue(redis: Redis, prefix: string, { leaseMs = 10_000 } = {}): SharedFairQueue {
  const channel = `${prefix}:fair-queue`;
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
    async acquire({ resource, places, space, person, signal, timeoutMs }) {
      signal.throwIfAborted();
      const ticket = randomUUID();
      const run = (script: string) =>
        redis.eval(script, 1, `${channel}:${resource}`, ticket, space, person ?? '', places, leaseMs, channel);
      // A place that cannot be given back is free when its lease ends.
      const leave = () => run(leaveScript).then(ignore, ignore);
      const timeout = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs);
      const ending = AbortSignal.any(timeout ? [signal, timeout] : [signal]);

      try {
        for (;;) {
          // Before asking: the place may be granted between the answer and the wait for it.
          const woken = Promise.withResolvers<void>();
          const wake = () => woken.resolve();
          waking.set(ticket, wake);
          if ((await run(enterScript)) === 1) break;
          subscriber ??= listen();
          const renewal = setTimeout(wake, renewMs);
          ending.addEventListener('abort', wake, { once: true });
          if (!ending.aborted) await woken.promise;
          clearTimeout(renewal);
          ending.removeEventListener('abort', wake);
          signal.throwIfAborted();
          if (timeout?.aborted) throw fail(serviceUnavailable, { retryAfter });
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
    async stop() {
      subscriber?.disconnect();
    },
  };
}

function ignore(): void {}
