import { randomUUID } from 'node:crypto';
import { testServers } from '@lyceum/testing/config';
import { eventually } from '@lyceum/testing/eventually';
import { createLiveLogs, type LiveLogs } from './live-log.ts';
import { createLogger } from './log.ts';
import { createRedis, type Redis, redisReady } from './redis.ts';

const prefix = `live-${randomUUID()}`;
const log = createLogger('test', 'fatal');
let redis: Redis;
/** As the writer and a reader in another process have them. */
let writer: LiveLogs;
let logs: LiveLogs;

beforeAll(async () => {
  redis = createRedis(`${testServers().TEST_REDIS_URL}?connectionName=${prefix}`, log);
  await redisReady(redis);
  [writer, logs] = [createLiveLogs(redis, prefix), createLiveLogs(redis, prefix)];
});
afterAll(() => {
  for (const each of [writer, logs]) each.stop();
  redis.disconnect();
});

const write = async (key: string, ...texts: string[]) => {
  for (const text of texts) await writer.append(key, text, 60);
};

/** What a follower gets, until it has so many. */
async function take(key: string, count: number, after?: string): Promise<string[]> {
  const leaving = new AbortController();
  const taken: string[] = [];
  for await (const { data } of logs.follow(key, { after, signal: leaving.signal })) {
    taken.push(data);
    if (taken.length === count) leaving.abort();
  }
  return taken;
}

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => `${from + index}`);

it('gives what is there and what comes, each once and in order, to followers that begin at different places', async () => {
  const key = randomUUID();
  await write(key, ...numbers(1, 10));
  const [, , third] = await logs.read(key);
  const all = take(key, 40);
  await write(key, ...numbers(11, 20));
  const rest = take(key, 37, third?.id);
  await write(key, ...numbers(21, 40));
  expect(await all).toEqual(numbers(1, 40));
  expect(await rest).toEqual(numbers(4, 40));
});

it('keeps the logs of a hundred followers apart', async () => {
  const keys = Array.from({ length: 100 }, () => randomUUID());
  const followed = keys.map((key) => take(key, 3));
  await Promise.all(keys.map((key) => write(key, `${key} 1`, `${key} 2`, `${key} 3`)));
  for (const [index, key] of keys.entries()) expect(await followed[index]).toEqual([`${key} 1`, `${key} 2`, `${key} 3`]);
});

it('goes on where it was when its connections are cut', async () => {
  const key = randomUUID();
  const followed = take(key, 20);
  await write(key, ...numbers(1, 10));
  for (let cut = 0; cut < 3; cut += 1) {
    const clients = String(await redis.call('CLIENT', 'LIST')).split('\n');
    const blocked = clients.filter((client) => client.includes(`name=${prefix}`) && client.includes('cmd=xread'));
    for (const client of blocked) await redis.call('CLIENT', 'KILL', 'ID', /id=(\d+)/.exec(client)?.[1] ?? '');
  }
  await write(key, ...numbers(11, 20));
  expect(await followed).toEqual(numbers(1, 20));
});

it('reads what is there after an entry', async () => {
  const key = randomUUID();
  await write(key, ...numbers(1, 3));
  const entries = await logs.read(key);
  expect(entries.map(({ data }) => data)).toEqual(numbers(1, 3));
  expect((await logs.read(key, entries[1]?.id)).map(({ data }) => data)).toEqual(['3']);
  expect(await logs.read(randomUUID())).toEqual([]);
});

it('ends a follower that waits, and is told of no log nobody follows', async () => {
  const leaving = new AbortController();
  const ended = (async () => {
    for await (const entry of logs.follow(randomUUID(), { signal: leaving.signal })) throw new Error(entry.data);
  })();
  leaving.abort();
  expect(await ended).toBeUndefined();
});

it('keeps about as many entries as it is asked to, the newest', async () => {
  const key = randomUUID();
  for (const text of numbers(1, 500)) await writer.append(key, text, 60, 10);
  const kept = (await logs.read(key)).map(({ data }) => data);
  expect(kept.length).toBeLessThan(250);
  expect(kept.slice(-10)).toEqual(numbers(491, 500));
});

it('lets a log go some time after its last entry', async () => {
  const key = randomUUID();
  await writer.append(key, 'short', 1);
  expect(await logs.read(key)).toHaveLength(1);
  await eventually(async () => (await logs.read(key)).length === 0);
});
