import { randomUUID } from 'node:crypto';
import { mountPath } from '@lyceum/common/client';
import { systemClock } from '@lyceum/common/context';
import { createLogger } from '@lyceum/common/log';
import { createRedis, redisReady } from '@lyceum/common/redis';
import { bearerToken } from '@lyceum/common/request-rules';
import { createRevocations } from '@lyceum/common/revocations';
import { openEndpoints } from '@lyceum/contracts/open-endpoints';
import { asUser } from '@lyceum/testing/actors';
import { testServers } from '@lyceum/testing/config';
import { eventually } from '@lyceum/testing/eventually';
import { hostileTokens } from '@lyceum/testing/hostile-tokens';
import {
  atEnd,
  freePort,
  publicUrl,
  send,
  startRelay,
  startTestGateway,
  startUpstream,
  type TestGateway,
  toProblem,
} from '../test/harness.ts';

const authorized = (token: string) => ({ authorization: `Bearer ${token}` });
const inSeconds = (seconds: number) => Math.floor(systemClock.now().getTime() / 1000) + seconds;

/** What tokens does when somebody logs out. */
async function startRevoking(prefix: string) {
  const log = createLogger('test', 'silent');
  const redis = createRedis(testServers().TEST_REDIS_URL, log);
  await redisReady(redis);
  const revocations = await createRevocations(redis, prefix, systemClock, log);
  atEnd(async () => {
    await revocations.stop();
    redis.disconnect();
  });
  return revocations;
}

describe('bearerToken', () => {
  it.each([
    ['Bearer abc', 'abc'],
    ['bearer abc', 'abc'],
    ['Bearer   abc', 'abc'],
    ['Bearer', ''],
    ['Bearer ', ''],
    ['Basic dXNlcjpwYXNz', undefined],
    ['Bearerabc', undefined],
    [undefined, undefined],
  ])('finds in %p the token %p', (header, token) => {
    expect(bearerToken(header)).toBe(token);
  });
});

describe('access tokens', () => {
  it('lets requests without one through, for the service to decide', async () => {
    const upstream = await startUpstream();
    const gateway = await startTestGateway({ upstream: upstream.url });
    expect((await send(`${gateway.url}/api/v1/programs`)).status).toBe(200);
    expect(upstream.received[0]?.headers['authorization']).toBeUndefined();
  });

  it('passes a valid one on as it came, the first time and from the cache', async () => {
    const upstream = await startUpstream();
    const gateway = await startTestGateway({ upstream: upstream.url });
    const headers = authorized(gateway.token(asUser()));
    for (const _time of ['first', 'second']) expect((await send(`${gateway.url}/api/v1/programs`, { headers })).status).toBe(200);
    expect(upstream.received.map((request) => request.headers['authorization'])).toEqual([
      headers.authorization,
      headers.authorization,
    ]);
  });

  it('leaves other schemes to the service', async () => {
    const upstream = await startUpstream();
    const gateway = await startTestGateway({ upstream: upstream.url });
    const headers = { authorization: 'Basic dXNlcjpwYXNz' };
    expect((await send(`${gateway.url}/api/v1/programs`, { headers })).status).toBe(200);
    expect(upstream.received[0]?.headers['authorization']).toBe('Basic dXNlcjpwYXNz');
  });

  const forgeries: [string, (gateway: TestGateway) => string][] = [
    ['is none', () => 'nonsense'],
    ['is empty', () => ''],
    ['has expired', (gateway) => gateway.token(asUser(), { claims: { exp: inSeconds(-1) } })],
    ['never expires', (gateway) => gateway.token(asUser(), { claims: { exp: undefined } })],
    ['comes from another issuer', (gateway) => gateway.token(asUser(), { claims: { iss: 'http://elsewhere.test' } })],
    ['is for another audience', (gateway) => gateway.token(asUser(), { claims: { aud: 'elsewhere' } })],
    ['has no type', (gateway) => gateway.token(asUser(), { header: { typ: undefined } })],
    ['has another type', (gateway) => gateway.token(asUser(), { header: { typ: 'JWT' } })],
    ['was changed', (gateway) => `${gateway.token(asUser()).slice(0, -8)}AAAAAAAA`],
    ['has no signature', (gateway) => `${gateway.token(asUser()).split('.').slice(0, 2).join('.')}.`],
  ];
  it.each(forgeries)('answers 401 with the reason when it %s, and asks no service', async (_what, forge) => {
    const upstream = await startUpstream();
    const gateway = await startTestGateway({ upstream: upstream.url });
    const reply = await send(`${gateway.url}/api/v1/programs`, { headers: authorized(forge(gateway)) });
    expect(toProblem(reply)).toMatchObject({ status: 401, code: 'auth.token_invalid' });
    expect(reply.headers['www-authenticate']).toMatch(/^Bearer .*error="invalid_token"/);
    expect(upstream.received).toEqual([]);
  });

  it('answers 401 to tokens signed with the right key that are not what we sign, and asks no service', async () => {
    const upstream = await startUpstream();
    const gateway = await startTestGateway({ upstream: upstream.url });
    const parts = { actor: asUser(), issuer: publicUrl, now: systemClock.now() };
    const answers: string[] = [];
    for (const [name, token] of hostileTokens(gateway.keys, parts)) {
      const reply = await send(`${gateway.url}/api/v1/programs`, { headers: authorized(token) });
      answers.push(`${name}: ${reply.status} ${toProblem(reply).code}`);
    }
    expect(answers.filter((answer) => !answer.endsWith(': 401 auth.token_invalid'))).toEqual([]);
    expect(upstream.received).toEqual([]);
  });

  it('answers 503 while the keys cannot be read, since nobody knows whether the token is good', async () => {
    const port = await freePort();
    const upstream = await startUpstream();
    const gateway = await startTestGateway({ upstream: upstream.url, urls: { tokens: `http://127.0.0.1:${port}` } });
    const reply = await send(`${gateway.url}/api/v1/programs`, { headers: authorized(gateway.token(asUser())) });
    expect(toProblem(reply)).toMatchObject({ status: 503, code: 'service.unavailable' });
    expect(reply.headers['retry-after']).toBeDefined();
  });
});

describe('what anybody may call', () => {
  const addresses = openEndpoints.map(({ method, path }) => [method, mountPath(path)] as const);

  it.each(addresses)('%s %s goes on to the service whatever credential comes along', async (method, path) => {
    const upstream = await startUpstream();
    const gateway = await startTestGateway({ upstream: upstream.url, urls: { tokens: upstream.url } });
    const expired = gateway.token(asUser(), { claims: { iat: inSeconds(-1000), exp: inSeconds(-100) } });
    for (const authorization of ['Basic Og==', 'Bearer', 'Bearer x', `Bearer ${expired}`]) {
      const headers = { authorization };
      const reply = await send(gateway.url + path, method === 'GET' ? { headers } : { method, headers, body: '{}' });
      expect([authorization, reply.status]).toEqual([authorization, 200]);
    }
    const later = await send(`${gateway.url}/api/v1/auth/sessions`, { headers: authorized(expired) });
    expect(later.status).toBe(503);
  });

  it('counts by address though a token of somebody signed in comes along', async () => {
    const upstream = await startUpstream();
    const urls = { tokens: upstream.url };
    const gateway = await startTestGateway({ upstream: upstream.url, urls, env: { RATE_LIMIT_AUTH: '3' } });
    const statuses: number[] = [];
    for (let request = 0; request < 5; request += 1) {
      const headers = authorized(gateway.token(asUser()));
      statuses.push((await send(`${gateway.url}/api/v1/auth/login`, { method: 'POST', headers, body: '{}' })).status);
    }
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
  });
});

describe('revocation', () => {
  it('refuses the tokens of an ended session within a second, cached ones included, and no others', async () => {
    const prefix = `test-${randomUUID()}`;
    const upstream = await startUpstream();
    const gateway = await startTestGateway({ upstream: upstream.url, env: { REDIS_PREFIX: prefix } });
    const revoking = await startRevoking(prefix);
    const [ended, other] = [asUser(), asUser()];
    const getStatus = async (token: string) =>
      (await send(`${gateway.url}/api/v1/programs`, { headers: authorized(token) })).status;
    const tokens = [gateway.token(ended), gateway.token(ended), gateway.token(other)] as const;
    expect(await getStatus(tokens[0])).toBe(200);

    await revoking.revokeSession(ended.sessionId, inSeconds(900));
    await eventually(async () => (await getStatus(tokens[0])) === 401);
    expect(await getStatus(tokens[1])).toBe(401);
    expect(await getStatus(tokens[2])).toBe(200);
  });

  it('refuses writes of signed-in users while Redis is away, lets reads pass, and recovers by itself', async () => {
    const redis = new URL(testServers().TEST_REDIS_URL);
    const relay = await startRelay({ hostname: redis.hostname, port: Number(redis.port) });
    const upstream = await startUpstream();
    const url = `redis://${redis.password ? `:${redis.password}@` : ''}127.0.0.1:${relay.port}`;
    const gateway = await startTestGateway({ upstream: upstream.url, env: { REDIS_URL: url } });
    const headers = authorized(gateway.token(asUser()));
    const write = () => send(`${gateway.url}/api/v1/programs`, { method: 'POST', headers, body: '{}' });
    expect((await write()).status).toBe(200);

    relay.cut();
    await eventually(async () => (await write()).status === 503);
    const refused = await write();
    expect(toProblem(refused)).toMatchObject({ code: 'service.unavailable' });
    expect(refused.headers['retry-after']).toBe('1');
    expect((await send(`${gateway.url}/api/v1/programs`, { headers })).status).toBe(200);
    expect((await send(`${gateway.url}/api/v1/programs`, { method: 'POST', body: '{}' })).status).toBe(200);

    await relay.restore();
    await eventually(async () => (await write()).status === 200);
  });
});

describe('spaces', () => {
  it.each([
    ['the token', '/api/v1/programs', 'school-7', 'school-7'],
    ['the path', '/s/school-8/api/v1/programs', undefined, 'school-8'],
    ['both, when they agree', '/s/school-7/api/v1/programs', 'school-7', 'school-7'],
    ['nothing: main', '/api/v1/programs', undefined, 'main'],
  ])('come from %s', async (_what, path, tokenSpace, space) => {
    const upstream = await startUpstream();
    const gateway = await startTestGateway({ upstream: upstream.url });
    const headers = tokenSpace ? authorized(gateway.token(asUser({ space: tokenSpace }))) : {};
    expect((await send(gateway.url + path, { headers })).status).toBe(200);
    expect(upstream.received[0]).toMatchObject({ url: '/api/v1/programs', headers: { 'x-lyceum-space': space } });
  });

  it('answers 403 when path and token disagree', async () => {
    const upstream = await startUpstream();
    const gateway = await startTestGateway({ upstream: upstream.url });
    const headers = authorized(gateway.token(asUser({ space: 'school-7' })));
    expect(toProblem(await send(`${gateway.url}/s/main/api/v1/programs`, { headers }))).toMatchObject({
      code: 'space.mismatch',
      status: 403,
    });
    expect(upstream.received).toEqual([]);
  });
});
