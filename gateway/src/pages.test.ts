import { serviceNames } from '@lyceum/contracts/services';
import { testServers } from '@lyceum/testing/config';
import { eventually } from '@lyceum/testing/eventually';
import { freePort, send, startRelay, startTestGateway, startUpstream, toProblem } from '../test/harness.ts';

/** Services that have an address of their own here, since they give the keys. */
const keepers = ['tokens'] as const;
const everythingUp = { ...Object.fromEntries(serviceNames.map((name) => [name, 'up'])), redis: 'up' };

/** Services are told apart by their addresses, so each needs one. */
async function startServices(documents: Record<string, object>) {
  const urls: Record<string, string> = {};
  for (const name of serviceNames) {
    const upstream = await startUpstream((_req, res, { url }) => {
      if (url === '/openapi.json') res.end(JSON.stringify(documents[name] ?? { paths: {} }));
      else res.end('{}');
    });
    urls[name] = upstream.url;
  }
  return urls;
}

describe('health', () => {
  it('is alive without Redis and services, and ready with all of them', async () => {
    const upstream = await startUpstream();
    const lonely = await startTestGateway();
    expect(await send(`${lonely.url}/live`)).toMatchObject({ status: 200, text: '{"status":"live"}' });
    expect(toProblem(await send(`${lonely.url}/ready`))).toMatchObject({
      status: 503,
      code: 'service.unavailable',
      errors: expect.arrayContaining([{ pointer: '/checks/users', message: 'down' }]),
    });

    const gateway = await startTestGateway({ upstream: upstream.url });
    for (const path of ['/ready', '/health']) {
      const reply = await send(gateway.url + path);
      expect(reply.status).toBe(200);
      expect(JSON.parse(reply.text)).toEqual({ status: 'ready', checks: everythingUp });
    }
  });

  it('asks each service at most once a second, however many ask', async () => {
    const upstream = await startUpstream();
    const gateway = await startTestGateway({ upstream: upstream.url, urls: { users: upstream.url } });
    await Promise.all(Array.from({ length: 20 }, () => send(`${gateway.url}/ready`)));
    expect(upstream.received.filter(({ url }) => url === '/ready')).toHaveLength(serviceNames.length - keepers.length);
  });

  it('tells the truth about a service that goes and comes back', async () => {
    const upstream = await startUpstream();
    const gateway = await startTestGateway({ upstream: upstream.url });
    const getStatus = async (path: string) => (await send(gateway.url + path)).status;
    expect(await getStatus('/ready')).toBe(200);
    await upstream.stop();
    await eventually(async () => (await getStatus('/ready')) === 503);
    expect(await getStatus('/health/users')).toBe(503);
    expect(await getStatus('/health/redis')).toBe(200);
    expect(await getStatus('/live')).toBe(200);
    await startUpstream(undefined, Number(new URL(upstream.url).port));
    await eventually(async () => (await getStatus('/ready')) === 200);
  });

  it('counts a service that says it is not ready as down', async () => {
    const upstream = await startUpstream((_req, res) => res.writeHead(503).end());
    const gateway = await startTestGateway({ upstream: upstream.url });
    expect((await send(`${gateway.url}/health/users`)).status).toBe(503);
    expect((await send(`${gateway.url}/health/tokens`)).status).toBe(200);
  });

  it('tells the truth about Redis, and goes on by itself when it is back', async () => {
    const redis = new URL(testServers().TEST_REDIS_URL);
    const relay = await startRelay({ hostname: redis.hostname, port: Number(redis.port) });
    const url = `redis://${redis.password ? `:${redis.password}@` : ''}127.0.0.1:${relay.port}`;
    const gateway = await startTestGateway({ env: { REDIS_URL: url } });
    const getStatus = async () => (await send(`${gateway.url}/health/redis`)).status;
    expect(await getStatus()).toBe(200);
    relay.cut();
    await eventually(async () => (await getStatus()) === 503);
    await relay.restore();
    await eventually(async () => (await getStatus()) === 200);
  });

  it('has no page for what it does not depend on', async () => {
    const gateway = await startTestGateway();
    for (const name of ['nothing', 'constructor']) expect((await send(`${gateway.url}/health/${name}`)).status).toBe(404);
  });
});

it('shows Prometheus how many requests each service answered', async () => {
  const upstream = await startUpstream();
  const gateway = await startTestGateway({ upstream: upstream.url });
  await send(`${gateway.url}/api/v1/programs`);
  await send(`${gateway.url}/api/v1/programs`, { headers: { authorization: 'Bearer invented' } });
  const { headers, text } = await send(`${gateway.url}/metrics`);
  expect(headers['content-type']).toContain('text/plain');
  expect(text).toContain('lyceum_gateway_request_seconds_count{upstream="program-generation",status="200",service="gateway"} 1');
  expect(text).toContain('lyceum_gateway_request_seconds_count{upstream="program-generation",status="401",service="gateway"} 1');
});

describe('the merged OpenAPI document', () => {
  const course = { type: 'object', properties: { id: { type: 'string' } } };
  const tree = { type: 'object', properties: { parent: { $ref: '#/components/schemas/Item' } } };
  const path = (ref: string) => ({ get: { responses: { 200: { content: { 'application/json': { schema: { $ref: ref } } } } } } });

  it('has the paths and schemas of all services, with schemas of one name kept apart', async () => {
    const reference = '#/components/schemas/Item';
    const shared = { Problem: { type: 'object' } };
    const urls = await startServices({
      users: { paths: { '/api/v1/users': path(reference) }, components: { schemas: { Item: course, ...shared } } },
      'program-generation': {
        paths: { '/api/v1/programs': path(reference) },
        components: { schemas: { Item: tree, ...shared } },
      },
    });
    const gateway = await startTestGateway({ urls });
    const reply = await send(`${gateway.url}/openapi.json`);
    const document = JSON.parse(reply.text);
    expect(document).toMatchObject({ openapi: '3.1.0', 'x-unavailable': [] });
    expect(Object.keys(document.paths).sort()).toEqual(['/api/v1/programs', '/api/v1/users']);
    expect(Object.keys(document.components.schemas).sort()).toEqual(['Item', 'Problem', 'program-generation.Item']);
    expect(document.paths['/api/v1/users']).toEqual(path(reference));
    expect(document.paths['/api/v1/programs']).toEqual(path('#/components/schemas/program-generation.Item'));
    expect(document.components.schemas['program-generation.Item'].properties.parent.$ref).toBe(
      '#/components/schemas/program-generation.Item',
    );
  });

  it('lists services that are away or answer nonsense, and shows the others', async () => {
    const nonsense = await startUpstream((_req, res) => res.end('[]'));
    const urls = await startServices({ users: { paths: { '/api/v1/users': path('#') } } });
    const away = `http://127.0.0.1:${await freePort()}`;
    const gateway = await startTestGateway({ urls: { ...urls, notifications: away, 'program-generation': nonsense.url } });
    const document = JSON.parse((await send(`${gateway.url}/openapi.json`)).text);
    expect(document['x-unavailable']).toEqual(['notifications', 'program-generation']);
    expect(Object.keys(document.paths)).toEqual(['/api/v1/users']);
  });

  it('is asked for at most once in a while', async () => {
    const upstream = await startUpstream((_req, res) => res.end('{"paths":{}}'));
    const gateway = await startTestGateway({ upstream: upstream.url });
    await Promise.all(Array.from({ length: 10 }, () => send(`${gateway.url}/openapi.json`)));
    expect(upstream.received).toHaveLength(serviceNames.length - keepers.length);
  });
});

describe('documentation pages', () => {
  it.each(['/docs', '/redoc'])(
    '%s and what it loads come from the gateway, under a policy without inline scripts',
    async (path) => {
      const gateway = await startTestGateway();
      const page = await send(gateway.url + path);
      expect(page).toMatchObject({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } });
      const policy = String(page.headers['content-security-policy']);
      expect(policy).toContain("base-uri 'none'");
      expect(policy).toMatch(/script-src 'self'(;|$)/);
      expect(policy).toContain("frame-ancestors 'none'");
      const sources = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, source]) => String(source));
      expect(sources.length).toBeGreaterThan(1);
      for (const source of sources) expect((await send(new URL(source, gateway.url).href)).status).toBe(200);
    },
  );

  it('and all other own pages carry the security headers', async () => {
    const gateway = await startTestGateway();
    for (const path of ['/docs', '/live', '/metrics', '/docs/nothing']) {
      expect((await send(gateway.url + path)).headers).toMatchObject({
        'strict-transport-security': 'max-age=31536000; includeSubDomains',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'content-security-policy': expect.stringContaining("base-uri 'none'"),
      });
    }
  });

  it('answer addresses that cannot be read as problems', async () => {
    const gateway = await startTestGateway();
    expect(toProblem(await send(`${gateway.url}/health/%E0%A4%A`))).toMatchObject({ status: 400, code: 'request.malformed' });
  });
});
