import { randomUUID } from 'node:crypto';
import { asUser } from '@lyceum/testing/actors';
import { testServers } from '@lyceum/testing/config';
import { eventually } from '@lyceum/testing/eventually';
import { type Reply, send, startRelay, startTestGateway, startUpstream, toProblem } from '../test/harness.ts';

/** A window that does not end while a test runs. */
const window = { RATE_LIMIT_WINDOW_SECONDS: '86400' };

const getRemaining = ({ headers }: Reply) => Number(/;r=(\d+)/.exec(String(headers['ratelimit']))?.[1]);

describe('rate limits', () => {
  it('tell each answer what is left, and refuse what is beyond', async () => {
    const upstream = await startUpstream();
    const gateway = await startTestGateway({ upstream: upstream.url, env: { ...window, RATE_LIMIT_IP: '3' } });
    const url = `${gateway.url}/api/v1/programs`;
    const replies = [await send(url), await send(url), await send(url)];
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(replies.map(getRemaining)).toEqual([2, 1, 0]);
    expect(replies[0]?.headers['ratelimit-policy']).toBe('"ip";q=3;w=86400');
    expect(replies[0]?.headers['ratelimit']).toMatch(/^"ip";r=2;t=\d+$/);

    const refused = await send(url, { headers: { 'accept-language': 'ru' } });
    expect(toProblem(refused)).toMatchObject({ status: 429, code: 'rate.limited', title: 'Слишком много запросов' });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(refused.headers['ratelimit']).toBe(`"ip";r=0;t=${refused.headers['retry-after']}`);
    expect(upstream.received).toHaveLength(3);
  });

  it('end with their window', async () => {
    const upstream = await startUpstream();
    const gateway = await startTestGateway({
      upstream: upstream.url,
      env: { RATE_LIMIT_WINDOW_SECONDS: '1', RATE_LIMIT_IP: '2' },
    });
    const url = `${gateway.url}/api/v1/programs`;
    await eventually(async () => (await send(url)).status === 429);
    await eventually(async () => (await send(url)).status === 200);
  });

  it('are shared by replicas', async () => {
    const upstream = await startUpstream();
    const env = { ...window, REDIS_PREFIX: `test-${randomUUID()}`, RATE_LIMIT_IP: '20', RATE_LIMIT_SYNC_MS: '10' };
    const first = await startTestGateway({ upstream: upstream.url, env });
    const second = await startTestGateway({ upstream: upstream.url, env });
    const ask = (gateway: typeof first) => send(`${gateway.url}/api/v1/programs`);
    for (let count = 0; count < 10; count += 1) await ask(first);

    // The second replica hears of the ten as soon as it has something to tell itself.
    let asked = 0;
    let left = Number.POSITIVE_INFINITY;
    await eventually(async () => {
      asked += 1;
      left = getRemaining(await ask(second));
      return left <= 20 - 10 - asked;
    });
    expect(left).toBe(20 - 10 - asked);
    await eventually(async () => (await ask(second)).status === 429);
    await eventually(async () => (await ask(first)).status === 429);
    expect(upstream.received.length).toBeLessThanOrEqual(22);
  });

  it('count signed-in users by themselves, wherever they come from, and apart from their address', async () => {
    const upstream = await startUpstream();
    const env = { ...window, RATE_LIMIT_IP: '2', RATE_LIMIT_USER: '3', TRUSTED_PROXIES: '1' };
    const gateway = await startTestGateway({ upstream: upstream.url, env });
    const ask = (token: string, address: string) =>
      send(`${gateway.url}/api/v1/programs`, { headers: { authorization: `Bearer ${token}`, 'x-forwarded-for': address } });
    const [one, other] = [gateway.token(asUser()), gateway.token(asUser())];
    // The first request with a token is the one that its signature is checked for, which counts by address.
    expect((await ask(one, '203.0.113.1')).headers['ratelimit-policy']).toContain('"ip"');
    expect((await ask(other, '203.0.113.1')).status).toBe(200);

    const replies = [await ask(one, '203.0.113.1'), await ask(one, '203.0.113.2'), await ask(one, '203.0.113.3')];
    expect(replies.map(({ headers }) => headers['ratelimit-policy'])).toEqual(Array(3).fill('"user";q=3;w=86400'));
    expect(replies.map(getRemaining)).toEqual([2, 1, 0]);
    expect((await ask(one, '203.0.113.4')).status).toBe(429);
    expect((await ask(other, '203.0.113.1')).status).toBe(200);
  });

  it('keep clients apart by the address that trusted proxies saw', async () => {
    const upstream = await startUpstream();
    const gateway = await startTestGateway({
      upstream: upstream.url,
      env: { ...window, RATE_LIMIT_IP: '1', TRUSTED_PROXIES: '1' },
    });
    const getStatus = async (forwardedFor: string) =>
      (await send(`${gateway.url}/api/v1/programs`, { headers: { 'x-forwarded-for': forwardedFor } })).status;
    expect(await getStatus('203.0.113.1')).toBe(200);
    expect(await getStatus('203.0.113.2')).toBe(200);
    expect(await getStatus('6.6.6.6, 203.0.113.1')).toBe(429);
  });

  it('cannot be escaped by claiming another address when no proxy is trusted', async () => {
    const upstream = await startUpstream();
    const gateway = await startTestGateway({ upstream: upstream.url, env: { ...window, RATE_LIMIT_IP: '1' } });
    const getStatus = async (forwardedFor: string) =>
      (await send(`${gateway.url}/api/v1/programs`, { headers: { 'x-forwarded-for': forwardedFor } })).status;
    expect(await getStatus('203.0.113.1')).toBe(200);
    expect(await getStatus('203.0.113.2')).toBe(429);
  });

  it('have a budget of their own for sign-in, by address also with a token', async () => {
    const upstream = await startUpstream();
    const getKeys = await startTestGateway();
    const gateway = await startTestGateway({
      keys: getKeys.keys,
      upstream: upstream.url,
      env: { ...window, RATE_LIMIT_AUTH: '2', RATE_LIMIT_IP: '100' },
    });
    const login = (headers = {}) => send(`${gateway.url}/api/v1/auth/login`, { method: 'POST', headers, body: '{}' });
    expect((await login()).headers['ratelimit-policy']).toBe('"auth";q=2;w=86400');
    expect((await login({ authorization: `Bearer ${gateway.token(asUser())}` })).status).not.toBe(429);
    expect((await login()).status).toBe(429);
    expect((await send(`${gateway.url}/s/main/api/auth/login`, { method: 'POST', body: '{}' })).status).toBe(429);
    expect((await send(`${gateway.url}/api/v1/programs`)).status).toBe(200);
  });

  it('count requests with invented tokens, before their signatures are checked', async () => {
    const gateway = await startTestGateway({ env: { ...window, RATE_LIMIT_IP: '2' } });
    const ask = () => send(`${gateway.url}/api/v1/programs`, { headers: { authorization: 'Bearer invented' } });
    expect([await ask(), await ask(), await ask()].map(({ status }) => status)).toEqual([401, 401, 429]);
  });

  it('go on with their own counts while Redis is away and tell Redis afterwards', async () => {
    const redis = new URL(testServers().TEST_REDIS_URL);
    const relay = await startRelay({ hostname: redis.hostname, port: Number(redis.port) });
    const away = `redis://${redis.password ? `:${redis.password}@` : ''}127.0.0.1:${relay.port}`;
    const upstream = await startUpstream();
    const env = { ...window, REDIS_PREFIX: `test-${randomUUID()}`, RATE_LIMIT_IP: '1000', RATE_LIMIT_SYNC_MS: '10' };
    const cutOff = await startTestGateway({ upstream: upstream.url, env: { ...env, REDIS_URL: away } });
    const other = await startTestGateway({ upstream: upstream.url, env });
    const ask = (gateway: typeof other) => send(`${gateway.url}/api/v1/programs`);

    relay.cut();
    const replies = [await ask(cutOff), await ask(cutOff), await ask(cutOff)];
    expect(replies.map(getRemaining)).toEqual([999, 998, 997]);

    await relay.restore();
    let asked = 0;
    await eventually(async () => {
      asked += 1;
      return getRemaining(await ask(other)) === 1000 - 3 - asked;
    });
  });

  it('count pages that anybody may see, and no look of the operator', async () => {
    const gateway = await startTestGateway({ env: { ...window, RATE_LIMIT_IP: '2' } });
    const getStatus = async (path: string) => (await send(gateway.url + path)).status;
    expect([await getStatus('/docs/'), await getStatus('/live'), await getStatus('/docs/')]).toEqual([200, 200, 429]);
    for (const _time of ['first', 'second', 'third']) expect(await getStatus('/metrics')).toBe(200);
  });
});
