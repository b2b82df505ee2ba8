import { testServers } from '@lyceum/testing/config';
import { type CuttableProxy, startCuttableProxy } from '../../test/cuttable-proxy.ts';
import { bearer, buildAccount, buildRegistration, buildSession } from '../../test/factories.ts';
import { service, startReplica } from '../../test/tokens-service.ts';
import { SessionEntity } from './session.entity.ts';

let redis: CuttableProxy;
beforeEach(async () => {
  redis = await startCuttableProxy(testServers().TEST_REDIS_URL);
});
afterEach(() => redis.stop());

it('lets nobody in or out while Redis is away, keeps those who are in, and comes back by itself', async () => {
  const replica = await startReplica({ REDIS_URL: redis.url });
  const post = async (path: string, body: object, headers: Record<string, string> = {}) => {
    const response = await fetch(`${replica.url}/api/v1/auth/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    return response.status;
  };
  const account = await buildAccount();
  const credentials = { email: account.email, password: account.password };
  const { accessToken, refreshToken, account: owner } = await buildSession();
  const used = await buildSession();
  expect(await post('refresh', { refreshToken: used.refreshToken })).toBe(200);
  expect(await post('login', credentials)).toBe(200);

  redis.cut();
  expect(await post('login', credentials)).toBe(503);
  expect(await post('register', buildRegistration())).toBe(503);
  expect(await post('logout', {}, bearer(accessToken))).toBe(503);
  const [session] = await service.rows((db) => db.findBy(SessionEntity, { accountId: owner.id }));
  expect(session?.revokedAt).toBeNull();
  expect(await post('refresh', { refreshToken })).toBe(200);
  service.clock.advance(11_000);
  expect(await post('refresh', { refreshToken: used.refreshToken })).toBe(503);

  redis.mend();
  let signedOut = 503;
  while (signedOut === 503) signedOut = await post('logout', {}, bearer(accessToken));
  expect(signedOut).toBe(204);
  expect(await post('logout', {}, bearer(accessToken))).toBe(401);
  expect(await post('login', credentials)).toBe(200);
  expect(await post('refresh', { refreshToken: used.refreshToken })).toBe(401);
});
