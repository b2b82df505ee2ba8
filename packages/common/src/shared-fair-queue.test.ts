import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { serviceUnavailable } from '@lyceum/contracts/shared/common-problems';
import { testServers } from '@lyceum/testing/config';
import { eventually } from '@lyceum/testing/eventually';
import { createLogger } from './log.ts';
import type { Redis } from './redis.ts';
import { createRedis, redisReady } from './redis.ts';
import { isOutage } from './run/translate-error.ts';
import { createSharedFairQueue, type SharedFairQueue, type SharedTurn } from './shared-fair-queue.ts';

const log = createLogger('test', 'fatal');
const prefix = `fair-${crypto.randomUUID()}`;
let clients: [Redis, Redis];
/** As two replicas have them. */
let replicas: [SharedFairQueue, SharedFairQueue];

beforeAll(async () => {
  const connect = () => createRedis(testServers().TEST_REDIS_URL, log);
  const [one, two] = [connect(), connect()];
  clients = [one, two];
  await Promise.all(clients.map((client) => redisReady(client)));
  replicas = [createSharedFairQueue(one, prefix, { leaseMs: 600 }), createSharedFairQueue(two, prefix, { leaseMs: 600 })];
});
afterAll(async () => {
  await Promise.all(replicas.map((queue) => queue.stop()));
  for (const client of clients) client.disconnect();
});

const never = new AbortController().signal;
const ask = (request: Partial<SharedTurn>): SharedTurn => ({
  resource: 'r',
  places: 1,
  space: 'main',
  person: 'p',
  signal: never,
  timeoutMs: 20_000,
  ...request,
});
const getKeys = async (resource: string) => clients[0].keys(`${prefix}:fair-queue:${resource}:*`);
const waiting = async (resource: string) => clients[0].zcard(`${prefix}:fair-queue:${resource}:waiting`);
const toFailure = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  );

it('never lets more hold than the limit when two replicas ask 50 times at once, and serves them all', async () => {
  let holders = 0;
  let max = 0;
  await Promise.all(
    Array.from({ length: 50 }, async (_, i) => {
      const release = await replicas[i % 2 ? 0 : 1].acquire(ask({ resource: 'crowd', places: 3, person: `u${i % 7}` }));
      max = Math.max(max, ++holders);
      await clients[0].ping();
      holders--;
      await release();
    }),
  );
  expect(max).toBe(3);
  expect(await getKeys('crowd')).toEqual([]);
});

it('gives spaces their turns, people of a space theirs, and each person the order of asking', async () => {
  const release = await replicas[0].acquire(ask({ resource: 'turns', person: 'first' }));
  const served: string[] = [];
  const queued: Promise<void>[] = [];
  const queue = async (space: string, person: string, call: number) => {
    const before = await waiting('turns');
    queued.push(
      replicas[call % 2 ? 0 : 1].acquire(ask({ resource: 'turns', space, person })).then(async (done) => {
        served.push(`${person}${call}`);
        await done();
      }),
    );
    await eventually(async () => (await waiting('turns')) === before + 1);
  };
  for (let call = 1; call <= 4; call++) await queue('one', 'a', call);
  for (let call = 1; call <= 2; call++) await queue('one', 'b', call);
  for (let call = 1; call <= 2; call++) await queue('two', 'c', call);
  await release();
  await Promise.all(queued);
  expect(served).toEqual(['a1', 'c1', 'b1', 'c2', 'a2', 'b2', 'a3', 'a4']);
  expect(await getKeys('turns')).toEqual([]);
});

it('keeps a place longer than the lease while the holder lives', async () => {
  const release = await replicas[0].acquire(ask({ resource: 'long' }));
  const refused = await toFailure(replicas[1].acquire(ask({ resource: 'long', timeoutMs: 1500 })));
  expect(refused).toMatchObject({ problem: serviceUnavailable, details: { retryAfter: 5 } });
  await release();
  const next = await replicas[1].acquire(ask({ resource: 'long' }));
  await next();
});

it('frees the place of a process that was killed, and forgets who waited there', async () => {
  const resource = 'crash';
  const survive = await replicas[0].acquire(ask({ resource, places: 2, person: 'survivor' }));
  const child = startHolder({ resource, space: 'main', places: 2, person: 'dying', timeoutMs: 60_000 });
  try {
    await eventually(async () => (await waiting(resource)) === 1);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const release = await replicas[0].acquire(ask({ resource, places: 2, person: 'other' }));
    await Promise.all([release(), survive()]);
    await eventually(async () => (await getKeys(resource)).length === 0);
  } finally {
    child.kill('SIGKILL');
  }
});

it('gives no place to a process that died while it waited', async () => {
  const resource = 'heir';
  const [redis] = clients;
  const patient = createSharedFairQueue(redis, prefix, { leaseMs: 60_000 });
  const release = await patient.acquire(ask({ resource }));
  const child = startHolder({ resource, space: 'main', places: 1, person: 'dying', timeoutMs: 60_000 });
  try {
    await eventually(async () => (await waiting(resource)) === 1);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const lease = async () =>
      Number((await redis.zrange(`${prefix}:fair-queue:${resource}:waiting`, '0', '0', 'WITHSCORES'))[1] ?? 0);
    await eventually(async () => (await lease()) < Date.now());
    await release();
    const next = await patient.acquire(ask({ resource, timeoutMs: 5_000 }));
    await next();
  } finally {
    child.kill('SIGKILL');
    await patient.stop();
  }
});

it('wakes whoever is next at once, not only when a lease is renewed', async () => {
  const resource = 'wake';
  const patient = clients.map((client) => createSharedFairQueue(client, prefix, { leaseMs: 60_000 }));
  for (let turn = 0; turn < 3; turn++) {
    const release = await patient[0]?.acquire(ask({ resource }));
    const next = patient[1]?.acquire(ask({ resource, timeoutMs: 5_000 }));
    await eventually(async () => (await waiting(resource)) === 1);
    await release?.();
    await (await next)?.();
  }
  await Promise.all(patient.map((queue) => queue.stop()));
});

it('ends with the reason of the signal when it is aborted while waiting, and leaves no trace', async () => {
  const release = await replicas[0].acquire(ask({ resource: 'cancel' }));
  const controller = new AbortController();
  const call = toFailure(replicas[1].acquire(ask({ resource: 'cancel', person: 'gone', signal: controller.signal })));
  await eventually(async () => (await waiting('cancel')) === 1);
  const reason = new Error('the person left');
  controller.abort(reason);
  expect(await call).toBe(reason);
  await eventually(async () => (await getKeys('cancel')).length === 1);
  await release();
  expect(await getKeys('cancel')).toEqual([]);
});

it('asks for nothing when the signal was aborted before', async () => {
  const reason = new Error('too late');
  expect(await toFailure(replicas[0].acquire(ask({ resource: 'late', signal: AbortSignal.abort(reason) })))).toBe(reason);
  expect(await getKeys('late')).toEqual([]);
});

it('gives the place back once when it is released twice', async () => {
  const release = await replicas[0].acquire(ask({ resource: 'twice' }));
  await Promise.all([release(), release()]);
  const next = await replicas[0].acquire(ask({ resource: 'twice' }));
  await release();
  expect(await toFailure(replicas[1].acquire(ask({ resource: 'twice', timeoutMs: 100 })))).toMatchObject({
    problem: serviceUnavailable,
  });
  await next();
});

it('rejects with the error of Redis while that is away', async () => {
  const away = createRedis(testServers().TEST_REDIS_URL, log);
  await redisReady(away);
  away.disconnect();
  const queue = createSharedFairQueue(away, prefix);
  expect(isOutage(await toFailure(queue.acquire(ask({ resource: 'away' }))))).toBe(true);
  await queue.stop();
});

/** A process that holds a place and waits for another. */
function startHolder(request: Omit<SharedTurn, 'signal'>): ChildProcess {
  const script = `
    const { createRedis, redisReady } = await import('@lyceum/common/redis');
    const { createLogger } = await import('@lyceum/common/log');
    const { createSharedFairQueue } = await import('@lyceum/common/shared-fair-queue');
    const redis = createRedis('${testServers().TEST_REDIS_URL}', createLogger('test', 'fatal'));
    await redisReady(redis);
    const queue = createSharedFairQueue(redis, '${prefix}', { leaseMs: 600 });
    const request = { ...${JSON.stringify(request)}, signal: new AbortController().signal };
    await queue.acquire(request);
    await queue.acquire(request);`;
  const workspace = new URL('..', import.meta.url);
  return spawn(process.execPath, ['--no-warnings', '--input-type=module', '--eval', script], { cwd: workspace, stdio: 'ignore' });
}
