import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { asUser } from '@lyceum/testing/actors';
import { eventually } from '@lyceum/testing/eventually';
import { WebSocket, WebSocketServer } from 'ws';
import {
  atEnd,
  freePort,
  open,
  parseRaw,
  publicUrl,
  type Reply,
  send,
  sendRaw,
  startTestGateway,
  startUpstream,
  toProblem,
} from '../test/harness.ts';

/** An upstream that says back what it hears. */
async function startEchoServer() {
  const upstream = await startUpstream();
  const sockets = new WebSocketServer({ server: upstream.server, path: '/api/v1/programs/live' });
  const handshakes: IncomingMessage[] = [];
  sockets.on('connection', (socket, req) => {
    handshakes.push(req);
    socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
  });
  atEnd(async () => {
    for (const socket of sockets.clients) socket.terminate();
  });
  return { ...upstream, handshakes, sockets };
}

async function openSocket(url: string, headers: Record<string, string> = {}): Promise<WebSocket> {
  const socket = new WebSocket(url.replace('http', 'ws'), { headers });
  atEnd(async () => socket.terminate());
  await once(socket, 'open');
  return socket;
}

/** The answer to a handshake that fails. */
async function refusedHandshake(url: string, headers: Record<string, string> = {}): Promise<Reply> {
  const socket = new WebSocket(url.replace('http', 'ws'), { headers });
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += String(chunk);
  return { status: response.statusCode ?? 0, headers: response.headers, text };
}

describe('WebSockets', () => {
  it('carry messages both ways, of any size', async () => {
    const upstream = await startEchoServer();
    const gateway = await startTestGateway({ upstream: upstream.url });
    const socket = await openSocket(`${gateway.url}/api/v1/programs/live`);
    for (const message of ['hello', 'ы'.repeat(300_000)]) {
      socket.send(message);
      const [data] = await once(socket, 'message');
      expect(String(data) === message).toBe(true);
    }
  });

  it('reach the service with the space and the address, and without what the client made up', async () => {
    const upstream = await startEchoServer();
    const gateway = await startTestGateway({ upstream: upstream.url });
    const authorization = `Bearer ${gateway.token(asUser({ space: 'school-7' }))}`;
    const forged = { 'x-lyceum-space': 'other', 'x-user-id': '1', 'x-forwarded-for': '203.0.113.9', 'x-request-id': 'web-1' };
    await openSocket(`${gateway.url}/s/school-7/api/programs/live?topic=1`, { authorization, ...forged });
    const { url, headers } = upstream.handshakes[0] ?? {};
    expect(url).toBe('/api/v1/programs/live?topic=1');
    expect(headers).toMatchObject({
      authorization,
      'x-lyceum-space': 'school-7',
      'x-forwarded-for': '127.0.0.1',
      'x-request-id': 'web-1',
    });
    expect(headers).not.toHaveProperty('x-user-id');
  });

  it('may be opened by pages of the platform and of listed origins, and by clients without an origin', async () => {
    const upstream = await startEchoServer();
    const gateway = await startTestGateway({ upstream: upstream.url, env: { CORS_ORIGINS: 'https://web.lyceum.test' } });
    const url = `${gateway.url}/api/v1/programs/live`;
    for (const origin of [publicUrl, 'https://web.lyceum.test']) await openSocket(url, { origin });
    await openSocket(url);
    expect(toProblem(await refusedHandshake(url, { origin: 'https://evil.test' }))).toMatchObject({
      status: 403,
      code: 'auth.forbidden',
    });
    expect(upstream.handshakes).toHaveLength(3);
  });

  it('are refused like other requests: token, space, address, limit', async () => {
    const upstream = await startEchoServer();
    const gateway = await startTestGateway({
      upstream: upstream.url,
      env: { RATE_LIMIT_WINDOW_SECONDS: '86400', RATE_LIMIT_IP: '3' },
    });
    const url = `${gateway.url}/api/v1/programs/live`;
    const authorization = `Bearer ${gateway.token(asUser({ space: 'school-7' }))}`;
    const invalid = await refusedHandshake(url, { authorization: 'Bearer invented' });
    expect(toProblem(invalid)).toMatchObject({ status: 401, code: 'auth.token_invalid' });
    expect(invalid.headers).toMatchObject({ connection: 'close', 'www-authenticate': expect.stringContaining('invalid_token') });
    expect(toProblem(await refusedHandshake(`${gateway.url}/s/main/api/v1/programs/live`, { authorization }))).toMatchObject({
      code: 'space.mismatch',
    });
    expect(toProblem(await refusedHandshake(`${gateway.url}/api/v1/nothing`))).toMatchObject({ code: 'route.not_found' });
    await openSocket(url);
    expect(toProblem(await refusedHandshake(url))).toMatchObject({ status: 429, code: 'rate.limited' });
    expect(upstream.handshakes).toHaveLength(1);
  });

  it('get the refusal of the service, with the headers of the gateway', async () => {
    const upstream = await startEchoServer();
    const gateway = await startTestGateway({ upstream: upstream.url });
    const reply = await refusedHandshake(`${gateway.url}/api/v1/programs/elsewhere`, { 'x-request-id': 'web-1' });
    expect(reply).toMatchObject({ status: 400, headers: { 'x-request-id': 'web-1', 'x-content-type-options': 'nosniff' } });
  });

  it('are answered 502 when nobody is there and 504 when nobody answers', async () => {
    const silent = await startUpstream();
    silent.server.on('upgrade', (_req, socket) => {
      atEnd(async () => {
        socket.destroy();
      });
    });
    const gateway = await startTestGateway({
      upstream: `http://127.0.0.1:${await freePort()}`,
      urls: { users: silent.url },
      env: { FIRST_BYTE_TIMEOUT_MS: '200', RESTART_PATIENCE_MS: '100' },
    });
    const unreachable = await refusedHandshake(`${gateway.url}/api/v1/programs/live`);
    expect(toProblem(unreachable)).toMatchObject({ status: 502, code: 'upstream.unreachable' });
    const late = await refusedHandshake(`${gateway.url}/api/v1/users/live`);
    expect(toProblem(late)).toMatchObject({ status: 504, code: 'upstream.timeout' });
  });

  it('end on both sides when either ends', async () => {
    const upstream = await startEchoServer();
    const gateway = await startTestGateway({ upstream: upstream.url });
    const url = `${gateway.url}/api/v1/programs/live`;
    const first = await openSocket(url);
    first.terminate();
    await eventually(async () => upstream.sockets.clients.size === 0);

    const second = await openSocket(url);
    for (const socket of upstream.sockets.clients) socket.terminate();
    await once(second, 'close');
  });

  it('are ended when the gateway stops', async () => {
    const upstream = await startEchoServer();
    const gateway = await startTestGateway({ upstream: upstream.url });
    const socket = await openSocket(`${gateway.url}/api/v1/programs/live`);
    const closed = once(socket, 'close');
    await gateway.stop();
    await closed;
    await eventually(async () => upstream.sockets.clients.size === 0);
  });

  it('do not keep the gateway from stopping when the client does not close its side', async () => {
    const upstream = await startEchoServer();
    const gateway = await startTestGateway({ upstream: upstream.url });
    const socket = connect({ port: gateway.port, host: '127.0.0.1', allowHalfOpen: true });
    atEnd(async () => {
      socket.destroy();
    });
    socket.write(handshake());
    expect(String(await once(socket, 'data'))).toContain('101 Switching Protocols');
    await gateway.stop();
    await eventually(async () => upstream.sockets.clients.size === 0);
  });

  it('begin with GET: any other offer of one is a plain request', async () => {
    const upstream = await startEchoServer();
    const gateway = await startTestGateway({ upstream: upstream.url });
    const request = [
      'POST /api/v1/programs HTTP/1.1',
      'Host: a',
      'Connection: Upgrade, close',
      'Upgrade: websocket',
      'Content-Length: 0',
    ];
    expect(parseRaw(await sendRaw(gateway.port, `${request.join('\r\n')}\r\n\r\n`)).status).toBe(200);
    expect(upstream.received).toMatchObject([{ method: 'POST' }]);
    expect(upstream.received[0]?.headers).not.toHaveProperty('upgrade');
  });

  const opening = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
  };
  const handshake = (change: Record<string, string> = {}, version = '1.1') => {
    const lines = Object.entries({ host: 'a', ...opening, ...change }).map(([name, value]) => `${name}: ${value}`);
    return `${[`GET /api/v1/programs/live HTTP/${version}`, ...lines].join('\r\n')}\r\n\r\n`;
  };

  it.each([
    ['of another version', handshake({ 'sec-websocket-version': '8' }), 'request.invalid'],
    ['without a key', handshake({ 'sec-websocket-key': '' }), 'request.invalid'],
    ['with a key that is none', handshake({ 'sec-websocket-key': 'short' }), 'request.invalid'],
    ['in HTTP/1.0', handshake({}, '1.0'), 'request.invalid'],
    ['with bytes behind it', `${handshake()}GET /api/v1/users HTTP/1.1\r\nHost: a\r\n\r\n`, 'request.invalid'],
    ['with a body', `${handshake({ 'content-length': '5' })}12345`, 'request.malformed'],
    ['with a body in chunks', `${handshake({ 'transfer-encoding': 'chunked' })}0\r\n\r\n`, 'request.malformed'],
  ])('are refused, and their connection closed, when the handshake is %s', async (_what, bytes, code) => {
    const upstream = await startEchoServer();
    const gateway = await startTestGateway({ upstream: upstream.url });
    const reply = parseRaw(await sendRaw(gateway.port, bytes));
    expect(toProblem(reply)).toMatchObject({ status: 400, code });
    expect(reply.headers['connection']).toBe('close');
    expect(upstream.handshakes).toEqual([]);
    expect(upstream.received).toEqual([]);
  });

  it('are answered 502 when the service says that it changes the protocol but cannot have understood the key', async () => {
    const upstream = await startUpstream();
    const after: string[] = [];
    upstream.server.on('upgrade', (_req, socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
      socket.on('data', (chunk) => after.push(String(chunk))).on('end', () => socket.end());
    });
    const gateway = await startTestGateway({ upstream: upstream.url });
    const reply = await refusedHandshake(`${gateway.url}/api/v1/programs/live`);
    expect(toProblem(reply)).toMatchObject({ status: 502, code: 'upstream.unreachable' });
    expect(after).toEqual([]);
  });

  it('survive a client that vanishes within the handshake', async () => {
    const upstream = await startEchoServer();
    const gateway = await startTestGateway({ upstream: upstream.url });
    const socket = connect(gateway.port, '127.0.0.1');
    socket.write(handshake(), () => socket.resetAndDestroy());
    await once(socket, 'close');
    expect((await send(`${gateway.url}/live`)).status).toBe(200);
  });
});

describe('event streams', () => {
  const headers = { accept: 'text/event-stream', 'x-request-id': 'web-1' };

  /** An upstream whose answers the test writes. */
  async function startStreams() {
    const streams: ServerResponse[] = [];
    const upstream = await startUpstream((_req, res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      streams.push(res);
    });
    return { ...upstream, streams };
  }

  it('arrive event by event, long before their end', async () => {
    const upstream = await startStreams();
    const gateway = await startTestGateway({ upstream: upstream.url, env: { IDLE_TIMEOUT_MS: '50' } });
    const response = await open(`${gateway.url}/api/v1/programs/events`, { headers });
    expect(response.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'x-request-id': 'web-1',
      'x-content-type-options': 'nosniff',
      ratelimit: expect.stringContaining('"ip"'),
    });
    response.setEncoding('utf8');
    for (const event of ['data: one\n\n', 'data: two\n\n']) {
      upstream.streams[0]?.write(event);
      expect(await once(response, 'data')).toEqual([event]);
    }
    upstream.streams[0]?.end();
    await once(response, 'end');
  });

  it('end at the service when the client goes away', async () => {
    const upstream = await startStreams();
    const gateway = await startTestGateway({ upstream: upstream.url });
    const response = await open(`${gateway.url}/api/v1/programs/events`, { headers });
    response.destroy();
    await eventually(async () => upstream.streams[0]?.closed === true);
  });

  it('break off at the client when the service dies', async () => {
    const upstream = await startStreams();
    const gateway = await startTestGateway({ upstream: upstream.url });
    const response = await open(`${gateway.url}/api/v1/programs/events`, { headers });
    const broken = once(response.resume(), 'error');
    upstream.streams[0]?.destroy();
    expect(await broken).toMatchObject([{ message: 'aborted' }]);
    expect((await send(`${gateway.url}/live`)).status).toBe(200);
  });

  it('wait for a service that restarts, since a browser that is refused once asks no more', async () => {
    const port = await freePort();
    const gateway = await startTestGateway({ upstream: `http://127.0.0.1:${port}` });
    const response = open(`${gateway.url}/api/v1/programs/events`, { headers });
    await startUpstream((_req, res) => res.end('data: back\n\n'), port);
    let text = '';
    for await (const chunk of (await response).setEncoding('utf8')) text += String(chunk);
    expect(text).toBe('data: back\n\n');
  });

  it('are answered 502 when nobody comes back, 504 when nobody answers', async () => {
    const silent = await startUpstream(() => undefined);
    const gateway = await startTestGateway({
      upstream: `http://127.0.0.1:${await freePort()}`,
      urls: { users: silent.url },
      env: { RESTART_PATIENCE_MS: '100', FIRST_BYTE_TIMEOUT_MS: '200' },
    });
    expect(toProblem(await send(`${gateway.url}/api/v1/programs/events`, { headers }))).toMatchObject({ status: 502 });
    expect(toProblem(await send(`${gateway.url}/api/v1/users/events`, { headers }))).toMatchObject({
      status: 504,
      code: 'upstream.timeout',
    });
  });

  it('are refused like other requests', async () => {
    const upstream = await startStreams();
    const gateway = await startTestGateway({ upstream: upstream.url });
    const reply = await send(`${gateway.url}/api/v1/programs/events`, {
      headers: { ...headers, authorization: 'Bearer invented' },
    });
    expect(toProblem(reply)).toMatchObject({ status: 401 });
    expect(upstream.streams).toEqual([]);
  });

  it('share no connection with requests, and use one again only after a stream that ended well', async () => {
    const ports: (number | undefined)[] = [];
    const upstream = await startUpstream((req, res) => {
      ports.push(req.socket.remotePort);
      if (req.url?.endsWith('/breaks')) res.write('data: one\n\n', () => res.destroy());
      else res.end('data: one\n\n');
    });
    const gateway = await startTestGateway({ upstream: upstream.url });
    const stream = (name: string) => send(`${gateway.url}/api/v1/programs/${name}`, { headers });
    await send(`${gateway.url}/api/v1/programs/other`);
    await stream('ends');
    await expect(stream('breaks')).rejects.toThrow('aborted');
    await stream('ends');
    const [other, ended, broke, last] = ports;
    expect(ended).toBe(broke);
    expect(new Set([other, ended, last]).size).toBe(3);
  });

  it('may answer a POST, and be silent for longer than other answers', async () => {
    const upstream = await startStreams();
    const gateway = await startTestGateway({ upstream: upstream.url, env: { IDLE_TIMEOUT_MS: '50' } });
    const response = await open(`${gateway.url}/api/v1/programs/ask`, { method: 'POST', headers, body: '{"question":"?"}' });
    expect(upstream.received[0]?.body).toBe('{"question":"?"}');
    // Another answer is cut off for being silent meanwhile.
    await expect(send(`${gateway.url}/api/v1/programs/other`)).rejects.toThrow('aborted');
    upstream.streams[0]?.end('data: late\n\n');
    expect(String(await once(response.setEncoding('utf8'), 'data'))).toBe('data: late\n\n');
  });

  it('end cleanly when the gateway stops', async () => {
    const upstream = await startStreams();
    const gateway = await startTestGateway({ upstream: upstream.url });
    const response = await open(`${gateway.url}/api/v1/programs/events`, { headers });
    const ended = once(response.resume(), 'end');
    await gateway.stop();
    await ended;
    await eventually(async () => upstream.streams[0]?.closed === true);
  });
});
