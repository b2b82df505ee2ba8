import type { Clock } from '@lyceum/common/context';
import type { Redis } from '@lyceum/common/redis';

export interface Count {
  readonly allowed: boolean;
  readonly remaining: number;
  /** Seconds until the window ends. */
  readonly resetSeconds: number;
}

export interface SharedCounters {
  /** Counts one hit against a limit; costs no round trip. */
  take(key: string, limit: number): Count;
  stop(): Promise<void>;
}

interface Counter {
  readonly key: string;
  readonly window: number;
  /** Hits of all replicas, as Redis last said. */
  total: number;
  /** Own hits that Redis does not know yet. */
  pending: number;
  queued: boolean;
}

interface Options {
  redis: Redis;
  prefix: string;
  windowMs: number;
  /** Replicas together exceed a limit by at most what they receive in this time. */
  syncMs: number;
  clock: Clock;
}

/** How long Redis keeps the total of a window that has ended, for replicas whose clocks are behind. */
const keepMs = 10_000;

/**
 * Counts in fixed windows, aligned to the clock, that replicas share: each counts in memory and, a few times a second, adds
 * what is new to Redis and reads the totals back, all in one pipeline. While Redis is away each goes on with its own count.
 */
export function createSharedCounters({ redis, prefix, windowMs, syncMs, clock }: Options): SharedCounters {
  const counters = new Map<string, Counter>();
  let queue: Counter[] = [];
  let sweptWindow = 0;

  function currentCounter(key: string, window: number): Counter {
    const known = counters.get(key);
    if (known?.window === window) return known;
    const counter = { key, window, total: 0, pending: 0, queued: false };
    counters.set(key, counter);
    return counter;
  }

  function take(key: string, limit: number): Count {
    const now = clock.now().getTime();
    const window = Math.floor(now / windowMs);
    const counter = currentCounter(key, window);
    const allowed = counter.total + counter.pending < limit;
    if (allowed) {
      counter.pending += 1;
      enqueue(counter);
    }
    const resetSeconds = Math.ceil(((window + 1) * windowMs - now) / 1000);
    return { allowed, remaining: Math.max(limit - counter.total - counter.pending, 0), resetSeconds };
  }

  function enqueue(counter: Counter): void {
    if (counter.queued) return;
    counter.queued = true;
    queue.push(counter);
  }

  async function synchronize(): Promise<void> {
    const window = Math.floor(clock.now().getTime() / windowMs);
    sweep(window);
    const batch = queue.filter((counter) => counter.window === window);
    queue = [];
    if (batch.length === 0) return;
    const sent = batch.map((counter) => counter.pending);
    const pipeline = redis.pipeline();
    for (const counter of batch) {
      counter.queued = false;
      const name = `${prefix}:rate:${window}:${counter.key}`;
      pipeline.incrby(name, counter.pending).pexpire(name, windowMs + keepMs);
    }
    const replies = await pipeline.exec().catch(() => null); // Redis is away: the counts stay pending
    for (const [index, counter] of batch.entries()) {
      // Two replies for each counter: of INCRBY, the total, and of PEXPIRE.
      const total = replies?.[index * 2]?.[1];
      if (typeof total === 'number') {
        counter.total = total;
        counter.pending -= sent[index] ?? 0;
      }
      if (counter.pending > 0) enqueue(counter);
    }
  }

  /** Once a window, forgets the counters of those before. */
  function sweep(window: number): void {
    if (window === sweptWindow) return;
    sweptWindow = window;
    for (const [key, counter] of counters) if (counter.window < window) counters.delete(key);
  }

  let running: Promise<void> | undefined;
  const timer = setInterval(() => {
    running ??= synchronize().finally(() => {
      running = undefined;
    });
  }, syncMs);
  timer.unref();

  return {
    take,
    async stop() {
      clearInterval(timer);
      await running;
      await synchronize();
    },
  };
}
