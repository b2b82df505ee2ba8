import { testServers } from '@lyceum/testing/config';
import { eventually } from '@lyceum/testing/eventually';
import { createRevocations } from './auth/revocations.ts';
import { systemClock } from './context.ts';
import { createLogger } from './log.ts';
import type { Redis } from './redis.ts';
import { createRateLimiter, createRedis, redisReady } from './redis.ts';

const log = createLogger('test', 'fatal');
const prefix = `cache-${crypto.randomUUID()}`;
let redis: Redis;

beforeAll(async () => {
  // Tests of other files use the same server: this one cuts only connections that carry its name.
  redis = createRedis(`${testServers().TEST_REDIS_URL}?connectionName=${prefix}`, log);
  await redisReady(redis);
});
afterAll(() => redis.disconnect());

const actor = (sessionId: string) => ({
  id: crypto.randomUUID(),
  space: 'main',
  sessionId,
  service: null,
  roles: [],
  locale: 'en' as const,
  expiresAt: 0,
  can: () => false,
});
async function cutChannels(): Promise<void> {
  const clients = String(await redis.call('CLIENT', 'LIST', 'TYPE', 'pubsub')).split('\n');
  const ids = clients.filter((client) => client.includes(`name=${prefix}`)).map((client) => /id=(\d+)/.exec(client)?.[1] ?? '');
  expect(ids.length).toBeGreaterThan(0);
  for (const id of ids) await redis.call('CLIENT', 'KILL', 'ID', id);
}

const inAnHour = () => Math.floor(Date.now() / 1000) + 3600;

describe('the rate limiter', () => {
  it('allows exactly the limit when hits come at once from two replicas', async () => {
    const [one, two] = [createRateLimiter(redis, prefix), createRateLimiter(redis, prefix)];
    const decisions = await Promise.all(Array.from({ length: 40 }, (_, i) => (i % 2 ? one : two)('login', 10, 60_000)));
    expect(decisions.filter(({ allowed }) => allowed)).toHaveLength(10);
    expect(decisions.map(({ remaining }) => remaining)).toContain(0);
    expect(decisions[0]?.resetSeconds).toBeGreaterThan(50);
  });

  it('counts each key by itself', async () => {
    const hit = createRateLimiter(redis, prefix);
    await hit('a', 1, 60_000);
    expect((await hit('b', 1, 60_000)).allowed).toBe(true);
    expect((await hit('a', 1, 60_000)).allowed).toBe(false);
  });
});

describe('revocations', () => {
  it('reach another process', async () => {
    const [one, two] = await Promise.all([
      createRevocations(redis, prefix, systemClock, log),
      createRevocations(redis, prefix, systemClock, log),
    ]);
    expect(two.isRevoked(actor('s-1'))).toBe(false);
    await one.revokeSession('s-1', inAnHour());
    expect(one.isRevoked(actor('s-1'))).toBe(true);
    await eventually(async () => two.isRevoked(actor('s-1')));
    await Promise.all([one.stop(), two.stop()]);
  });

  it('are known to a process that starts later, and forgotten when no token of the session lives', async () => {
    const one = await createRevocations(redis, prefix, systemClock, log);
    await one.revokeSession('s-2', inAnHour());
    await one.revokeSession('s-expired', Math.floor(Date.now() / 1000) - 1);
    const later = await createRevocations(redis, prefix, systemClock, log);
    expect([later.isRevoked(actor('s-2')), later.isRevoked(actor('s-expired'))]).toEqual([true, false]);
    await Promise.all([one.stop(), later.stop()]);
  });

  it('are unhealthy while the channel is cut, and learn what they missed', async () => {
    const [one, two] = await Promise.all([
      createRevocations(redis, prefix, systemClock, log),
      createRevocations(redis, prefix, systemClock, log),
    ]);
    expect(two.healthy).toBe(true);
    await cutChannels();
    await eventually(async () => !two.healthy);
    await one.revokeSession('s-3', inAnHour());
    await eventually(async () => two.healthy);
    expect(two.isRevoked(actor('s-3'))).toBe(true);
    await Promise.all([one.stop(), two.stop()]);
  });
});
