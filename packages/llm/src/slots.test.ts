import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRedis, type Redis, redisReady } from '@lyceum/common/cache';
import { createLogger } from '@lyceum/common/log';
import { testServers } from '@lyceum/testing/config';
import { eventually } from '@lyceum/testing/eventually';
import { ModelFailure } from './model-failure.ts';
import { createSlots, type SlotRequest, type Slots } from './slots.ts';

const log = createLogger('test', 'fatal');
const prefix = `slots-${crypto.randomUUID()}`;
let clients: [Redis, Redis];
/** As two replicas have them. */
let replicas: [Slots, Slots];

beforeAll(async () => {
  const connect = () => createRedis(testServers().TEST_REDIS_URL, log);
  const [one, two] = [connect(), connect()];
  clients = [one, two];
  await Promise.all(clients.map((client) => redisReady(client)));
  replicas = [createSlots(one, prefix, { leaseMs: 600 }), createSlots(two, prefix, { leaseMs: 600 })];
});
afterAll(async () => {
  await Promise.all(replicas.map((slots) => slots.close()));
  for (const client of clients) client.disconnect();
});

const never = new AbortController().signal;
const ask = (request: Partial<SlotRequest>): SlotRequest => ({
  provider: 'p',
  limit: 1,
  user: 'u',
  signal: never,
  deadlineMs: 20_000,
  ...request,
});
const keysOf = async (provider: string) => clients[0].keys(`${prefix}:slots:${provider}:*`);
const waiting = async (provider: string) => clients[0].zcard(`${prefix}:slots:${provider}:waiting`);
const failureOf = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  );

it('never lets more hold than the limit when two replicas ask 50 times at once, and serves them all', async () => {
  let holders = 0;
  let most = 0;
  await Promise.all(
    Array.from({ length: 50 }, async (_, i) => {
      const release = await replicas[i % 2 ? 0 : 1].acquire(ask({ provider: 'crowd', limit: 3, user: `u${i % 7}` }));
      most = Math.max(most, ++holders);
      await clients[0].ping();
      holders--;
      await release();
    }),
  );
  expect(most).toBe(3);
  expect(await keysOf('crowd')).toEqual([]);
});

it('serves users in turn and the calls of each in their order', async () => {
  const release = await replicas[0].acquire(ask({ provider: 'turns', user: 'a' }));
  const served: string[] = [];
  const queued: Promise<void>[] = [];
  const queue = async (user: string, call: number) => {
    const before = await waiting('turns');
    queued.push(
      replicas[call % 2 ? 0 : 1].acquire(ask({ provider: 'turns', user })).then(async (done) => {
        served.push(`${user}${call}`);
        await done();
      }),
    );
    await eventually(async () => (await waiting('turns')) === before + 1);
  };
  for (let call = 1; call <= 6; call++) await queue('a', call);
  for (let call = 1; call <= 2; call++) await queue('b', call);
  await queue('c', 1);
  await release();
  await Promise.all(queued);
  expect(served).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3', 'a4', 'a5', 'a6']);
});

it('keeps a slot longer than the lease while the holder lives', async () => {
  const release = await replicas[0].acquire(ask({ provider: 'long' }));
  const refused = await failureOf(replicas[1].acquire(ask({ provider: 'long', deadlineMs: 1500 })));
  expect(refused).toBeInstanceOf(ModelFailure);
  expect(refused).toMatchObject({ kind: 'busy', model: 'long' });
  await release();
  const next = await replicas[1].acquire(ask({ provider: 'long' }));
  await next();
});

it('frees the slot of a process that was killed, and forgets who waited there', async () => {
  const provider = 'crash';
  const survive = await replicas[0].acquire(ask({ provider, limit: 2, user: 'survivor' }));
  const child = startHolder({ provider, limit: 2, user: 'dying', deadlineMs: 60_000 });
  try {
    await eventually(async () => (await waiting(provider)) === 1);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const release = await replicas[0].acquire(ask({ provider, limit: 2, user: 'other' }));
    await Promise.all([release(), survive()]);
    await eventually(async () => (await keysOf(provider)).length === 0);
  } finally {
    child.kill('SIGKILL');
  }
});

it('gives no slot to a process that died while it waited', async () => {
  const provider = 'heir';
  const [redis] = clients;
  const patient = createSlots(redis, prefix, { leaseMs: 60_000 });
  const release = await patient.acquire(ask({ provider }));
  const child = startHolder({ provider, limit: 1, user: 'dying', deadlineMs: 60_000 });
  try {
    await eventually(async () => (await waiting(provider)) === 1);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const lease = async () => Number((await redis.zrange(`${prefix}:slots:${provider}:waiting`, '0', '0', 'WITHSCORES'))[1] ?? 0);
    await eventually(async () => (await lease()) < Date.now());
    await release();
    const next = await patient.acquire(ask({ provider, deadlineMs: 5_000 }));
    await next();
  } finally {
    child.kill('SIGKILL');
    await patient.close();
  }
});

it('wakes whoever is next at once, not only when a lease is renewed', async () => {
  const provider = 'wake';
  const patient = clients.map((client) => createSlots(client, prefix, { leaseMs: 60_000 }));
  for (let turn = 0; turn < 3; turn++) {
    const release = await patient[0]?.acquire(ask({ provider }));
    const next = patient[1]?.acquire(ask({ provider, deadlineMs: 5_000 }));
    await eventually(async () => (await waiting(provider)) === 1);
    await release?.();
    await (await next)?.();
  }
  await Promise.all(patient.map((slots) => slots.close()));
});

it('ends with the reason of the signal when it is aborted while waiting, and leaves no trace', async () => {
  const release = await replicas[0].acquire(ask({ provider: 'cancel' }));
  const controller = new AbortController();
  const call = failureOf(replicas[1].acquire(ask({ provider: 'cancel', user: 'gone', signal: controller.signal })));
  await eventually(async () => (await waiting('cancel')) === 1);
  const reason = new Error('the person left');
  controller.abort(reason);
  expect(await call).toBe(reason);
  await eventually(async () => (await keysOf('cancel')).length === 1);
  await release();
  expect(await keysOf('cancel')).toEqual([]);
});

it('asks for nothing when the signal was aborted before', async () => {
  const reason = new Error('too late');
  expect(await failureOf(replicas[0].acquire(ask({ provider: 'late', signal: AbortSignal.abort(reason) })))).toBe(reason);
  expect(await keysOf('late')).toEqual([]);
});

it('gives the slot back once when it is released twice', async () => {
  const release = await replicas[0].acquire(ask({ provider: 'twice' }));
  await Promise.all([release(), release()]);
  const next = await replicas[0].acquire(ask({ provider: 'twice' }));
  await release();
  expect(await failureOf(replicas[1].acquire(ask({ provider: 'twice', deadlineMs: 100 })))).toMatchObject({ kind: 'busy' });
  await next();
});

it('fails as unavailable while Redis is away', async () => {
  const away = createRedis(testServers().TEST_REDIS_URL, log);
  await redisReady(away);
  away.disconnect();
  const slots = createSlots(away, prefix);
  expect(await failureOf(slots.acquire(ask({ provider: 'away' })))).toMatchObject({ kind: 'unavailable', passing: true });
  await slots.close();
});

/** A process that holds a slot and waits for another. */
function startHolder(request: Omit<SlotRequest, 'signal'>): ChildProcess {
  const script = `
    const { createRedis, redisReady } = await import('@lyceum/common/cache');
    const { createLogger } = await import('@lyceum/common/log');
    const { createSlots } = await import('./src/slots.ts');
    const redis = createRedis('${testServers().TEST_REDIS_URL}', createLogger('test', 'fatal'));
    await redisReady(redis);
    const slots = createSlots(redis, '${prefix}', { leaseMs: 600 });
    const request = { ...${JSON.stringify(request)}, signal: new AbortController().signal };
    await slots.acquire(request);
    await slots.acquire(request);`;
  const workspace = new URL('..', import.meta.url);
  return spawn(process.execPath, ['--no-warnings', '--input-type=module', '--eval', script], { cwd: workspace, stdio: 'ignore' });
}
