import { asUser } from '@lyceum/testing/actors';
import { startTestNginx } from '@lyceum/testing/nginx';
import {
  atEnd,
  gatewaySecret,
  parseRaw,
  publicUrl,
  send,
  sendRaw,
  startTestGateway,
  startUpstream,
  toProblem,
} from '../test/harness.ts';

describe('headers for the service', () => {
  it('carry no identity or origin that the client made up', async () => {
    const upstream = await startUpstream();
    const gateway = await startTestGateway({ upstream: upstream.url });
    const forged = {
      'x-lyceum-space': 'other',
      'X-Lyceum-Actor': 'root',
      'X-Lyceum-Gateway': 'made up',
      'x-user-id': '1',
      'X-User-Roles': 'admin',
      'x-forwarded-for': '203.0.113.9',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'evil.test',
      'x-forwarded-prefix': '/evil',
      'x-real-ip': '203.0.113.9',
      forwarded: 'for=203.0.113.9',
    };
    await send(`${gateway.url}/api/v1/programs`, { headers: { ...forged, 'x-other': 'kept', host: 'lyceum.test' } });
    const { headers } = upstream.received[0] ?? { headers: {} };
    expect(headers).toMatchObject({
      'x-lyceum-space': 'main',
      'x-lyceum-gateway': gatewaySecret,
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': 'lyceum.test',
      'x-other': 'kept',
    });
    const names = Object.keys(headers);
    const unwanted = ['x-lyceum-actor', 'x-user-id', 'x-user-roles', 'x-forwarded-prefix', 'x-real-ip', 'forwarded'];
    expect(names.filter((name) => unwanted.includes(name))).toEqual([]);
  });

  it('tell what trusted proxies say about the client', async () => {
    const upstream = await startUpstream();
    const gateway = await startTestGateway({ upstream: upstream.url, env: { TRUSTED_PROXIES: '1' } });
    const headers = {
      'x-forwarded-for': '6.6.6.6, 203.0.113.9',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'school.test',
    };
    await send(`${gateway.url}/api/v1/programs`, { headers });
    expect(upstream.received[0]?.headers).toMatchObject({
      'x-forwarded-for': '203.0.113.9',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'school.test',
    });
  });

  it('leave out what belongs to one connection, and what Connection names, but not what the gateway adds', async () => {
    const upstream = await startUpstream();
    const gateway = await startTestGateway({ upstream: upstream.url });
    const request = [
      'GET /api/v1/programs HTTP/1.1',
      'Host: lyceum.test',
      'X-Private: of this hop',
      'Connection: close, X-Private, X-Lyceum-Space, X-Forwarded-For',
      'Keep-Alive: timeout=5',
      'Proxy-Connection: keep-alive',
      'Proxy-Authorization: Basic dXNlcjpwYXNz',
      'TE: trailers',
      'Trailer: x-sum',
    ];
    await sendRaw(gateway.port, `${request.join('\r\n')}\r\n\r\n`);
    const { headers } = upstream.received[0] ?? { headers: {} };
    expect(headers).toMatchObject({ 'x-lyceum-space': 'main', 'x-forwarded-for': '127.0.0.1' });
    const unwanted = ['x-private', 'keep-alive', 'proxy-connection', 'proxy-authorization', 'te', 'trailer'];
    expect(Object.keys(headers).filter((name) => unwanted.includes(name))).toEqual([]);
  });

  it('name the language and everything else the client sent', async () => {
    const upstream = await startUpstream();
    const gateway = await startTestGateway({ upstream: upstream.url });
    const headers = {
      'accept-language': 'ru',
      'if-match': '"3"',
      'idempotency-key': '"a"',
      cookie: 'a=1; b=2',
      range: 'bytes=0-9',
    };
    await send(`${gateway.url}/api/v1/programs`, { headers });
    expect(upstream.received[0]?.headers).toMatchObject(headers);
  });
});

describe('request ids', () => {
  it('are kept when sane and reach client and service alike', async () => {
    const upstream = await startUpstream();
    const gateway = await startTestGateway({ upstream: upstream.url });
    const reply = await send(`${gateway.url}/api/v1/programs`, { headers: { 'x-request-id': 'web-42.a_B' } });
    expect(reply.headers['x-request-id']).toBe('web-42.a_B');
    expect(upstream.received[0]?.headers['x-request-id']).toBe('web-42.a_B');
  });

  it.each([
    ['missing', undefined],
    ['too long', 'a'.repeat(101)],
    ['unfit for a log line', 'a "quoted" id'],
  ])('are made when %s', async (_what, id) => {
    const upstream = await startUpstream();
    const gateway = await startTestGateway({ upstream: upstream.url });
    const reply = await send(`${gateway.url}/api/v1/programs`, { headers: id ? { 'x-request-id': id } : {} });
    expect(reply.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(upstream.received[0]?.headers['x-request-id']).toBe(reply.headers['x-request-id']);
  });

  it('are on failures and own pages, too', async () => {
    const gateway = await startTestGateway();
    const headers = { 'x-request-id': 'web-1' };
    for (const path of ['/nowhere', '/api/v1/nothing', '/live', '/docs/nothing']) {
      expect((await send(gateway.url + path, { headers })).headers['x-request-id']).toBe('web-1');
    }
  });
});

describe('headers of answers', () => {
  it('are the service’s, with the security headers of the gateway in place of its own', async () => {
    const upstream = await startUpstream((_req, res) => {
      res
        .writeHead(201, {
          etag: '"3"',
          'set-cookie': ['a=1', 'b=2'],
          'content-security-policy': 'default-src *',
          'x-powered-by': 'something',
          'access-control-allow-origin': '*',
          'x-request-id': 'of the service',
        })
        .end('{}');
    });
    const gateway = await startTestGateway({ upstream: upstream.url });
    const { status, headers } = await send(`${gateway.url}/api/v1/programs`, { headers: { 'x-request-id': 'web-1' } });
    expect(status).toBe(201);
    expect(headers).toMatchObject({
      etag: '"3"',
      'set-cookie': ['a=1', 'b=2'],
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'content-security-policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
      'x-request-id': 'web-1',
    });
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });

  it.each([
    ['keep the policy of a page that names its style by a hash', `style-src 'sha256-${'a'.repeat(43)}='`, true],
    ['replace one that allows any style', "style-src 'unsafe-inline'", false],
    ['replace one that allows a script', `style-src 'sha256-${'a'.repeat(43)}='; script-src 'self'`, false],
    ['replace one with two hashes', `style-src 'sha256-${'a'.repeat(43)}=' 'sha256-${'b'.repeat(43)}='`, false],
  ])('%s', async (_, styles, isKept) => {
    const strict = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'";
    const policy = `${strict}; form-action 'none'; ${styles}`;
    const upstream = await startUpstream((_req, res) => res.writeHead(200, { 'content-security-policy': policy }).end());
    const gateway = await startTestGateway({ upstream: upstream.url });
    const { headers } = await send(`${gateway.url}/api/v1/programs`);
    expect(headers['content-security-policy']).toBe(isKept ? policy : strict);
  });

  it('leave out what belongs to the connection to the service', async () => {
    const upstream = await startUpstream((_req, res) => {
      res.writeHead(200, { connection: 'close, x-hop', 'x-hop': '1', 'proxy-authenticate': 'Basic', 'x-kept': '1' }).end('{}');
    });
    const gateway = await startTestGateway({ upstream: upstream.url });
    const { headers } = await send(`${gateway.url}/api/v1/programs`);
    expect(headers['x-kept']).toBe('1');
    expect(headers).not.toHaveProperty('x-hop');
    expect(headers).not.toHaveProperty('proxy-authenticate');
  });

  it('keep answers about accounts out of caches unless the service decides', async () => {
    const upstream = await startUpstream((_req, res, { url }) => {
      if (url.endsWith('cached')) res.setHeader('cache-control', 'max-age=5');
      res.end('{}');
    });
    const gateway = await startTestGateway({ urls: { tokens: upstream.url, 'program-generation': upstream.url } });
    const getCache = async (path: string) => (await send(gateway.url + path)).headers['cache-control'];
    expect(await getCache('/api/v1/auth/session')).toBe('no-store');
    expect(await getCache('/api/v1/auth/cached')).toBe('max-age=5');
    expect(await getCache('/api/v1/programs')).toBeUndefined();
  });

  it.each(['no-store', 'private, max-age=5'])('keep the %s of a service, through nginx, too', async (value) => {
    const upstream = await startUpstream((_req, res) => res.setHeader('cache-control', value).end('{}'));
    const gateway = await startTestGateway({ upstream: upstream.url });
    const nginx = await startTestNginx(gateway.url);
    atEnd(() => nginx.stop());
    for (const { url } of [gateway, nginx]) {
      expect((await send(`${url}/api/v1/users/me`)).headers['cache-control']).toBe(value);
    }
  });

  it('pass on statuses without a body, and the length that HEAD asks for', async () => {
    const upstream = await startUpstream((req, res) => {
      if (req.method === 'DELETE') res.writeHead(204).end();
      else if (req.headers['if-none-match']) res.writeHead(304, { etag: '"3"' }).end();
      else res.writeHead(200, { 'content-length': '5' }).end('12345');
    });
    const gateway = await startTestGateway({ upstream: upstream.url });
    const url = `${gateway.url}/api/v1/programs`;
    expect(await send(url, { method: 'DELETE' })).toMatchObject({ status: 204, text: '' });
    expect(await send(url, { headers: { 'if-none-match': '"3"' } })).toMatchObject({ status: 304, headers: { etag: '"3"' } });
    expect(await send(url, { method: 'HEAD' })).toMatchObject({ status: 200, headers: { 'content-length': '5' }, text: '' });
  });

  it('skip what the service says ahead of its answer', async () => {
    const upstream = await startUpstream((_req, res) => {
      res.writeEarlyHints({ link: '</style.css>; rel=preload' });
      res.end('{}');
    });
    const gateway = await startTestGateway({ upstream: upstream.url });
    expect(await send(`${gateway.url}/api/v1/programs`)).toMatchObject({ status: 200, text: '{}' });
  });
});

describe('CORS', () => {
  const origin = 'https://web.lyceum.test';
  const env = { CORS_ORIGINS: `${origin}, http://localhost:5173` };
  const preflight = { origin, 'access-control-request-method': 'PATCH', 'access-control-request-headers': 'authorization' };

  it('answers the preflight of a listed origin itself', async () => {
    const upstream = await startUpstream();
    const gateway = await startTestGateway({ upstream: upstream.url, env });
    const { status, headers } = await send(`${gateway.url}/api/v1/programs`, { method: 'OPTIONS', headers: preflight });
    expect(status).toBe(204);
    expect(headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': expect.stringContaining('PATCH'),
      'access-control-allow-headers': expect.stringMatching(/authorization.*tus-resumable, upload-length, upload-offset/),
      'access-control-max-age': '7200',
      vary: 'origin',
    });
    expect(upstream.received).toEqual([]);
  });

  it('answers the preflight of any other origin without leave', async () => {
    const gateway = await startTestGateway({ env });
    for (const other of ['https://evil.test', `${origin}.evil.test`, 'http://web.lyceum.test', 'null']) {
      const { status, headers } = await send(`${gateway.url}/api/v1/programs`, {
        method: 'OPTIONS',
        headers: { ...preflight, origin: other },
      });
      expect(status).toBe(204);
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
    }
  });

  it('lets listed origins read answers, failures and own pages, and nobody else', async () => {
    const upstream = await startUpstream();
    const gateway = await startTestGateway({ upstream: upstream.url, env });
    for (const path of ['/api/v1/programs', '/api/v1/nothing', '/nowhere', '/live']) {
      const listed = await send(gateway.url + path, { headers: { origin } });
      expect(listed.headers).toMatchObject({
        'access-control-allow-origin': origin,
        'access-control-allow-credentials': 'true',
        'access-control-expose-headers': expect.stringMatching(/location.*retry-after.*upload-offset/),
      });
      const other = await send(gateway.url + path, { headers: { origin: 'https://evil.test' } });
      expect(other.headers).not.toHaveProperty('access-control-allow-origin');
      expect(other.headers['vary']).toContain('origin');
    }
  });

  it('counts the public address among the listed', async () => {
    const gateway = await startTestGateway();
    expect((await send(`${gateway.url}/live`, { headers: { origin: publicUrl } })).headers['access-control-allow-origin']).toBe(
      publicUrl,
    );
  });

  it('passes an OPTIONS that is no preflight on', async () => {
    const upstream = await startUpstream();
    const gateway = await startTestGateway({ upstream: upstream.url, env });
    await send(`${gateway.url}/api/v1/programs`, { method: 'OPTIONS', headers: { origin } });
    expect(upstream.received[0]).toMatchObject({ method: 'OPTIONS' });
  });
});

describe('addresses', () => {
  it('are passed on byte for byte', async () => {
    const upstream = await startUpstream();
    const gateway = await startTestGateway({ upstream: upstream.url });
    const path = '/api/v1/programs/%D0%B0%2F1;a=b/?q=%20x+y&q=2&empty=';
    await send(gateway.url + path);
    expect(upstream.received[0]?.url).toBe(path);
  });

  it('are understood in the absolute form, too', async () => {
    const upstream = await startUpstream();
    const gateway = await startTestGateway({ upstream: upstream.url });
    const request = 'GET http://lyceum.test/api/programs HTTP/1.1\r\nHost: lyceum.test\r\nConnection: close\r\n\r\n';
    expect(parseRaw(await sendRaw(gateway.port, request)).status).toBe(200);
    expect(upstream.received[0]?.url).toBe('/api/v1/programs');
  });

  it('that belong to nobody answer 404 in the language of the client', async () => {
    const gateway = await startTestGateway();
    for (const path of ['/', '/nowhere', '/api/v1/nothing', '/s/main/docs', '/docs/nothing', '/health/nothing', '/livestock']) {
      const problem = toProblem(await send(gateway.url + path, { headers: { 'accept-language': 'ru-RU, en;q=0.5' } }));
      expect(problem).toMatchObject({ code: 'route.not_found', title: 'Такого адреса нет', instance: path });
    }
  });
});

it('gives a service what a signed-in user sent, with the space of the token', async () => {
  const upstream = await startUpstream();
  const gateway = await startTestGateway({ upstream: upstream.url });
  const token = gateway.token(asUser({ space: 'school-7' }));
  const reply = await send(`${gateway.url}/api/programs`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: '{"title":"Программа"}',
  });
  expect(reply.status).toBe(200);
  expect(upstream.received[0]).toMatchObject({
    method: 'POST',
    url: '/api/v1/programs',
    body: Buffer.from('{"title":"Программа"}').toString('latin1'),
    headers: { 'content-type': 'application/json', 'x-lyceum-space': 'school-7' },
  });
});
