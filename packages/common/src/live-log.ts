import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { appendScript } from './redis/live-log-script.ts';
import { beginning, isAfter } from './redis/stream-ids.ts';
import type { Redis } from './redis.ts';

/** An entry of a log. Ids are those of Redis streams, `<milliseconds>-<number>`, and grow. */
export interface LogEntry {
  readonly id: string;
  readonly data: string;
}

export interface LiveLogs {
  /** Appends an entry; the log goes `seconds` after its last one. With `max`, about so many are kept, the newest. */
  append(key: string, data: string, seconds: number, max?: number): Promise<void>;
  /** What is there after this entry; without an id, all. */
  read(key: string, after?: string): Promise<LogEntry[]>;
  /** What is there after this entry, then what comes, each entry once and in order, until the signal. */
  follow(key: string, options: { readonly after?: string | undefined; readonly signal: AbortSignal }): AsyncGenerator<LogEntry>;
  stop(): void;
}

const blockMs = 5_000;
const defaultMax = 100_000;
const retryMs = 200;
/** Between two reads, for each log that is followed: what comes meanwhile comes together, and a read names all of them. */
const pauseMsPerLog = 0.01;
const maxPauseMs = 4;

interface Follower {
  /** The last entry it was given. */
  after: string;
  readonly waiting: LogEntry[];
  wake(): void;
}

interface FollowedLog {
  /** What is read next comes after it. */
  position: string;
  readonly followers: Set<Follower>;
}

type Reply = [key: string, entries: [id: string, fields: string[]][]][] | null;

/**
 * Logs in Redis that one process writes while any others follow. All that a process follows is read on one connection, which a log that
 * is new to it wakes; while Redis is away followers wait, and go on where they were.
 */
export function createLiveLogs(redis: Redis, prefix: string): LiveLogs {
  const toKey = (key: string) => `${prefix}:log:${key}`;
  const wakeKey = toKey(`wake:${randomUUID()}`);
  const logs = new Map<string, FollowedLog>();
  const reader = redis.duplicate({
    commandTimeout: undefined,
    enableOfflineQueue: true,
    maxRetriesPerRequest: null,
    lazyConnect: true,
  });
  // What is written in the same turn of the loop goes out together.
  const writer = redis.duplicate({ enableAutoPipelining: true, enableOfflineQueue: true });
  // The first connection says why they cannot be made.
  for (const connection of [reader, writer]) connection.on('error', () => undefined);
  let isStopped = false;
  let isReading = false;
  let wokenAt = beginning;

  async function readAll(): Promise<void> {
    isReading = true;
    while (logs.size > 0 && !isStopped) {
      const asked = new Map([...logs].map(([key, { position }]) => [key, position]));
      const keys = [wakeKey, ...asked.keys()];
      try {
        const reply = (await reader.xread('BLOCK', blockMs, 'STREAMS', ...keys, wokenAt, ...asked.values())) as Reply; // the reply of XREAD
        for (const [key, entries] of reply ?? []) hand(key, entries, asked.get(key));
        await delay(Math.min(asked.size * pauseMsPerLog, maxPauseMs), undefined, { ref: false });
      } catch {
        // Followers keep their places; the connection is made again.
        await delay(retryMs, undefined, { ref: false });
      }
    }
    isReading = false;
  }

  function hand(key: string, entries: [id: string, fields: string[]][], asked: string | undefined): void {
    const last = entries.at(-1)?.[0] ?? beginning;
    if (key === wakeKey) wokenAt = last;
    const log = logs.get(key);
    if (!log || asked === undefined) return;
    // Somebody who wants earlier ones may have come meanwhile: they get all with the next read.
    if (log.position === asked) log.position = last;
    for (const follower of log.followers) {
      if (isAfter(asked, follower.after)) continue;
      const later = entries.filter(([id]) => isAfter(id, follower.after));
      for (const [id, fields] of later) follower.waiting.push({ id, data: fields[1] ?? '' });
      follower.after = later.at(-1)?.[0] ?? follower.after;
      if (later.length > 0) follower.wake();
    }
  }

  async function join(key: string, follower: Follower): Promise<void> {
    const log = logs.get(key) ?? { position: follower.after, followers: new Set() };
    logs.set(key, log);
    log.followers.add(follower);
    if (isAfter(log.position, follower.after)) log.position = follower.after;
    if (!isReading) void readAll();
    await redis
      .multi()
      .xadd(wakeKey, 'MAXLEN', 1, '*', 'wake', '1')
      .pexpire(wakeKey, blockMs * 2)
      .exec();
  }

  function leave(key: string, follower: Follower): void {
    const log = logs.get(key);
    log?.followers.delete(follower);
    if (log?.followers.size === 0) logs.delete(key);
  }

  return {
    async append(key, data, seconds, max = defaultMax) {
      await writer.eval(appendScript, 1, toKey(key), data, seconds, max);
    },
    async read(key, after = beginning) {
      const entries = await redis.xrange(toKey(key), after === beginning ? '-' : `(${after}`, '+');
      return entries.map(([id, fields]) => ({ id, data: fields[1] ?? '' }));
    },
    async *follow(key, { after = beginning, signal }) {
      let next = Promise.withResolvers<void>();
      const follower: Follower = { after, waiting: [], wake: () => next.resolve() };
      signal.addEventListener('abort', follower.wake);
      try {
        await join(toKey(key), follower);
        while (!signal.aborted) {
          yield* follower.waiting.splice(0);
          if (follower.waiting.length > 0 || signal.aborted) continue;
          await next.promise;
          next = Promise.withResolvers();
        }
      } finally {
        signal.removeEventListener('abort', follower.wake);
        leave(toKey(key), follower);
      }
    },
    stop() {
      isStopped = true;
      for (const connection of [reader, writer]) connection.disconnect();
    },
  };
}
