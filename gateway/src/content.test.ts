import { asUser } from '@lyceum/testing/actors';
import { eventually } from '@lyceum/testing/eventually';
import { startTestNginx } from '@lyceum/testing/nginx';
import {
  atEnd,
  gatewaySecret,
  open,
  parseRaw,
  send,
  sendRaw,
  startTestGateway,
  startUpstream,
  toProblem,
} from '../test/harness.ts';

const policy = "frame-ancestors http://lyceum.test 'self'; default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:";

/** A gateway before a service that answers with a page of content. */
async function startBoth(env: Readonly<Record<string, string>> = {}) {
  const upstream = await startUpstream((_req, res) => {
    res.setHeader('content-security-policy', policy).setHeader('referrer-policy', 'unsafe-url');
    res.setHeader('content-type', 'text/html').setHeader('access-control-allow-origin', '*').end('<script>let a</script>');
  });
  const gateway = await startTestGateway({ upstream: upstream.url, env });
  return { upstream, gateway };
}

describe('the content address', () => {
  it('passes a request on to the service it names, in the space it names', async () => {
    const { upstream, gateway } = await startBoth();
    await send(`${gateway.contentUrl}/content/courses/launches/t/a%20b/c.html?a=1`);
    await send(`${gateway.contentUrl}/s/school/content/courses/launches/t/values`, { method: 'POST', body: 'a=b' });
    await send(`${gateway.contentUrl}/content/program-generation/x`, { method: 'HEAD' });
    expect(upstream.received.map(({ method, url, headers, body }) => [method, url, headers['x-lyceum-space'], body])).toEqual([
      ['GET', '/content/courses/launches/t/a%20b/c.html?a=1', 'main', ''],
      ['POST', '/content/courses/launches/t/values', 'school', 'a=b'],
      ['HEAD', '/content/program-generation/x', 'main', ''],
    ]);
  });

  it('takes credentials away, and what claims an identity', async () => {
    const { upstream, gateway } = await startBoth();
    const headers = {
      authorization: `Bearer ${gateway.token(asUser())}`,
      cookie: 'a=b',
      'x-lyceum-space': 'other',
      'x-forwarded-for': '203.0.113.9',
      range: 'bytes=0-1',
      'if-none-match': '"a"',
      'x-request-id': 'r-1',
    };
    await send(`${gateway.contentUrl}/content/courses/a`, { headers });
    const received = upstream.received[0]?.headers;
    expect(received).toMatchObject({
      'x-lyceum-space': 'main',
      'x-lyceum-gateway': gatewaySecret,
      'x-forwarded-for': '127.0.0.1',
      'x-request-id': 'r-1',
      range: 'bytes=0-1',
      'if-none-match': '"a"',
    });
    expect(received).not.toHaveProperty('authorization');
    expect(received).not.toHaveProperty('cookie');
  });

  it('lets the policy of the service pass, and keeps the other headers of the gateway', async () => {
    const { gateway } = await startBoth();
    const { headers } = await send(`${gateway.contentUrl}/content/courses/a`, { headers: { origin: 'http://lyceum.test' } });
    expect(headers).toMatchObject({
      'content-security-policy': policy,
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-request-id': expect.any(String),
    });
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
  });

  it.each([
    '/',
    '/api/v1/courses',
    '/api/courses',
    '/s/main/api/v1/courses',
    '/docs',
    '/openapi.json',
    '/live',
    '/ready',
    '/metrics',
    '/.well-known/jwks.json',
    '/content/courses',
    '/content/nobody/a',
    '/content/Courses/a',
    '/content//courses/a',
    '/s/No%20space/content/courses/a',
    '/s/main/content',
    '/content/courses/../../api/v1/courses',
    '/content/courses/%2e%2e/%2e%2e/api/v1/courses',
    '/content/courses/..%2f..%2fmetrics',
    '/content/courses/..\\..\\metrics',
    '/content/../metrics',
  ])('answers 404 to %s, and asks nobody', async (path) => {
    const { upstream, gateway } = await startBoth();
    const lines = [`GET ${path} HTTP/1.1`, 'Host: content.test', 'Connection: close', '', ''];
    const reply = parseRaw(await sendRaw(Number(new URL(gateway.contentUrl).port), lines.join('\r\n')));
    expect([reply.status, toProblem(reply).code]).toEqual([404, 'route.not_found']);
    expect(upstream.received).toEqual([]);
  });

  it.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS'])('answers 405 to %s', async (method) => {
    const { gateway } = await startBoth();
    const reply = await send(`${gateway.contentUrl}/content/courses/a`, { method, headers: { origin: 'http://lyceum.test' } });
    expect([toProblem(reply).code, reply.headers['allow']]).toEqual(['route.method_not_allowed', 'GET, HEAD, POST']);
  });

  it('takes the handshake of a WebSocket for a request like any other', async () => {
    const { upstream, gateway } = await startBoth();
    const headers = { connection: 'upgrade', upgrade: 'websocket', 'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==' };
    const response = await open(`${gateway.contentUrl}/content/courses/a`, { headers });
    expect(response.statusCode).toBe(200);
    expect(upstream.received[0]?.headers).not.toHaveProperty('upgrade');
  });

  it('counts requests by address, apart from those of the API', async () => {
    const { gateway } = await startBoth({ RATE_LIMIT_CONTENT: '2', RATE_LIMIT_IP: '1' });
    const ask = (localAddress: string) => send(`${gateway.contentUrl}/content/courses/a`, { localAddress });
    expect((await send(`${gateway.url}/api/v1/courses`)).status).toBe(200);
    expect([(await ask('127.0.0.1')).status, (await ask('127.0.0.1')).status]).toEqual([200, 200]);
    const refused = await ask('127.0.0.1');
    expect([refused.status, toProblem(refused).code, refused.headers['ratelimit']]).toEqual([
      429,
      'rate.limited',
      expect.stringContaining('"content";r=0'),
    ]);
    expect((await ask('127.0.0.2')).status).toBe(200);
  });

  it('bounds the length of a body', async () => {
    const { gateway } = await startBoth({ MAX_BODY_BYTES: '10' });
    const reply = await send(`${gateway.contentUrl}/content/courses/a`, { method: 'POST', body: 'x'.repeat(11) });
    expect(toProblem(reply).code).toBe('request.too_large');
  });

  it('bounds requests in progress of one address, apart from those of the API', async () => {
    const upstream = await startUpstream((req, res) => {
      if (req.url?.startsWith('/api/')) res.end('{}');
    });
    const gateway = await startTestGateway({ upstream: upstream.url, env: { MAX_IN_FLIGHT_CONTENT_PER_CLIENT: '1' } });
    const first = open(`${gateway.contentUrl}/content/courses/a`).catch(() => undefined);
    const second = open(`${gateway.contentUrl}/content/courses/b`).catch(() => undefined);
    const refused = await Promise.race([first, second]);
    expect(refused?.statusCode).toBe(429);
    expect((await send(`${gateway.url}/api/v1/courses`)).status).toBe(200);
  });
});

describe('content through nginx', () => {
  it('is at a port of its own, where nothing else is', async () => {
    const { upstream, gateway } = await startBoth();
    const nginx = await startTestNginx(gateway.url, gateway.contentUrl);
    atEnd(() => nginx.stop());
    const content = `http://127.0.0.1:${nginx.contentPort}`;
    const headers = { authorization: 'Bearer a', cookie: 'a=b' };
    for (const space of ['', '/s/main']) {
      const path = `${space}/content/courses/launches/very-secret/a%20b.html?also-secret`;
      const { status, headers: answered } = await send(content + path, { headers });
      expect([status, answered['content-security-policy']]).toEqual([200, policy]);
      expect((await send(nginx.url + path)).status).toBe(404);
    }
    expect(upstream.received.map(({ headers: { cookie, authorization } }) => [cookie, authorization])).toEqual([
      [undefined, undefined],
      [undefined, undefined],
    ]);
    for (const path of ['/', '/api/v1/courses', '/s/main/api/v1/courses', '/docs', '/metrics', '/content/courses/../../docs']) {
      expect((await send(content + path)).status).toBe(404);
    }
    await eventually(async () => nginx.readLog().includes('GET /docs'));
    expect(nginx.readLog()).toContain('"GET /s/main/content/courses/launches" 200');
    expect(nginx.readLog()).not.toContain('secret');
  });
});

describe('the address of the platform', () => {
  it.each(['/content/courses/a', '/s/main/content/courses/a', '/api/content/courses/a', '/api/v1/content/courses/a'])(
    'answers 404 to %s, and asks nobody',
    async (path) => {
      const { upstream, gateway } = await startBoth();
      const reply = await send(`${gateway.url}${path}`);
      expect([reply.status, toProblem(reply).code]).toEqual([404, 'route.not_found']);
      expect(upstream.received).toEqual([]);
    },
  );

  it('keeps a policy as wide as that of content away', async () => {
    const { gateway } = await startBoth();
    const { headers } = await send(`${gateway.url}/api/v1/courses`);
    expect(headers['content-security-policy']).toBe("default-src 'none'; base-uri 'none'; frame-ancestors 'none'");
  });
});

describe('the gateway', () => {
  it.each([
    ['the origin of PUBLIC_URL', { CONTENT_URL: 'http://lyceum.test:80/' }, 'must be another origin'],
    [
      'an origin of CORS_ORIGINS',
      { CONTENT_URL: 'http://a.test', CORS_ORIGINS: 'http://a.test' },
      'must not be among CORS_ORIGINS',
    ],
    ['an address with a path', { CONTENT_URL: 'http://content.test/content' }, 'must be an origin'],
  ])('does not start with a CONTENT_URL that is %s', async (_, env, message) => {
    await expect(startTestGateway({ env })).rejects.toThrow(`CONTENT_URL: ${message}`);
  });

  it('listens for content only when it is told its address', async () => {
    const gateway = await startTestGateway({ env: { CONTENT_URL: '' } });
    expect(gateway.contentUrl).toBe('');
  });
});
