import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { asUser } from '@lyceum/testing/actors';
import { eventually } from '@lyceum/testing/eventually';
import { WebSocket, WebSocketServer } from 'ws';
import { atEnd, open, parseRaw, send, sendRaw, startTestGateway, startUpstream, toProblem } from '../test/harness.ts';

const programs = '/api/v1/programs';

/** A service whose event streams go on for ever, and which opens every WebSocket. */
async function startStreams() {
  const upstream = await startUpstream((req, res) => {
    if (req.headers.accept === 'text/event-stream') res.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    else res.end('{}');
  });
  const sockets = new WebSocketServer({ server: upstream.server });
  atEnd(async () => {
    for (const socket of sockets.clients) socket.terminate();
  });
  return { ...upstream, sockets };
}

/** Connections from another address of loopback, that is, from another client. */
const neighbour = '127.0.0.2';

describe('event streams and WebSockets', () => {
  const events = { accept: 'text/event-stream' };

  it('of one person are bounded, and leave everybody else and the other requests of that person alone', async () => {
    const upstream = await startStreams();
    const gateway = await startTestGateway({ upstream: upstream.url, env: { MAX_STREAMS_PER_CLIENT: '3' } });
    const url = gateway.url + programs;
    const [authorization, other] = [asUser(), asUser()].map((actor) => `Bearer ${gateway.token(actor)}`);
    const mine = { ...events, authorization: String(authorization) };
    for (let count = 0; count < 2; count += 1) expect((await open(url, { headers: mine })).statusCode).toBe(200);
    const socket = new WebSocket(url.replace('http', 'ws'), { headers: { authorization: String(authorization) } });
    atEnd(async () => socket.terminate());
    await once(socket, 'open');

    const refused = await send(url, { headers: mine });
    expect(toProblem(refused)).toMatchObject({ status: 429, code: 'stream.too_many' });
    expect(refused.headers['retry-after']).toBe('5');
    const handshake = new WebSocket(url.replace('http', 'ws'), { headers: { authorization: String(authorization) } });
    const [, answer] = await once(handshake, 'unexpected-response');
    handshake.on('error', () => undefined).terminate();
    expect(answer).toMatchObject({ statusCode: 429 });

    expect((await send(url, { headers: { authorization: String(authorization) } })).status).toBe(200);
    expect((await open(url, { headers: { ...events, authorization: String(other) } })).statusCode).toBe(200);
    expect((await open(url, { headers: events })).statusCode).toBe(200);
  });

  it.each(['stream', 'socket', 'refused'])('give their place back when they end: %s', async (kind) => {
    const upstream = await startStreams();
    const gateway = await startTestGateway({ upstream: upstream.url, env: { MAX_STREAMS_PER_CLIENT: '1' } });
    const url = gateway.url + programs;
    if (kind === 'stream') (await open(url, { headers: events })).destroy();
    else if (kind === 'socket') {
      const socket = new WebSocket(url.replace('http', 'ws'));
      await once(socket, 'open');
      socket.terminate();
    } else {
      upstream.sockets.shouldHandle = () => false;
      const socket = new WebSocket(url.replace('http', 'ws'));
      await once(socket, 'unexpected-response');
      socket.on('error', () => undefined).terminate();
    }
    const response = await eventually(
      () => open(url, { headers: events }),
      ({ statusCode }) => statusCode === 200,
    );
    expect(response.statusCode).toBe(200);
  });

  it('of one address that has not signed in are bounded, too', async () => {
    const upstream = await startStreams();
    const gateway = await startTestGateway({ upstream: upstream.url, env: { MAX_STREAMS_PER_CLIENT: '1' } });
    const url = gateway.url + programs;
    await open(url, { headers: events });
    expect(toProblem(await send(url, { headers: events }))).toMatchObject({ status: 429, code: 'stream.too_many' });
    expect((await open(url, { headers: events, localAddress: neighbour })).statusCode).toBe(200);
  });

  it('of all together are bounded, and never take the place of a request that ends', async () => {
    const upstream = await startStreams();
    const env = { MAX_STREAMS: '2', MAX_IN_FLIGHT_PER_SERVICE: '1' };
    const gateway = await startTestGateway({ upstream: upstream.url, env });
    const url = gateway.url + programs;
    for (let count = 0; count < 2; count += 1) await open(url, { headers: events });
    const refused = await send(url, { headers: events });
    expect(toProblem(refused)).toMatchObject({ status: 503, code: 'service.unavailable' });
    expect(refused.headers['retry-after']).toBe('5');
    expect((await send(url)).status).toBe(200);
  });

  it.each([undefined, '*/*', 'TEXT/Event-Stream', 'application/json'])(
    'are streams by what the service answers, whatever the client says it accepts: %s',
    async (accept) => {
      const upstream = await startUpstream((_req, res) => {
        res.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      });
      const env = { MAX_STREAMS_PER_CLIENT: '2', MAX_IN_FLIGHT_PER_SERVICE: '1' };
      const gateway = await startTestGateway({ upstream: upstream.url, env });
      const url = gateway.url + programs;
      const headers = accept === undefined ? {} : { accept };
      for (let count = 0; count < 2; count += 1) expect((await open(url, { headers })).statusCode).toBe(200);
      expect(toProblem(await send(url, { headers }))).toMatchObject({ status: 429, code: 'stream.too_many' });
    },
  );
});

describe('requests in progress', () => {
  it('of one client are bounded over all services, and leave others theirs', async () => {
    const upstream = await startUpstream(() => undefined);
    const gateway = await startTestGateway({ upstream: upstream.url, env: { MAX_IN_FLIGHT_PER_CLIENT: '2' } });
    const [mine, other] = [asUser(), asUser()].map((actor) => ({ authorization: `Bearer ${gateway.token(actor)}` }));
    const begin = (path: string, headers = {}) => void open(gateway.url + path, { headers }).catch(() => undefined);
    begin('/api/v1/programs/1', mine);
    begin('/api/v1/users/me', mine);
    await eventually(async () => upstream.received.length === 2);
    const refused = await send(`${gateway.url}/api/v1/notifications`, { headers: { ...mine } });
    expect(toProblem(refused)).toMatchObject({ status: 429, code: 'rate.limited' });
    begin('/api/v1/notifications', other);
    await eventually(async () => upstream.received.length === 3);
  });
});

describe('bodies that arrive slowly', () => {
  const heads = {
    chunked: 'POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n',
    declared: 'POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{',
    large: `POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Length: 200000\r\n\r\n{`,
  };

  /** Begins a request and never ends it. */
  function begin(port: number, bytes: string): { socket: Socket; answer: Promise<string> } {
    const socket = connect(port, '127.0.0.1').setEncoding('latin1');
    atEnd(async () => {
      socket.destroy();
    });
    socket.on('error', () => undefined).write(bytes);
    return { socket, answer: new Promise((resolve) => socket.once('data', (chunk) => resolve(String(chunk)))) };
  }

  it.each(Object.entries(heads))('hold no place at a service, and few here: 200 of one client, %s', async (_kind, head) => {
    const upstream = await startUpstream();
    const env = { MAX_UNFINISHED_BODIES_PER_CLIENT: '10', RATE_LIMIT_AUTH: '1000', MAX_IN_FLIGHT_PER_SERVICE: '1' };
    const gateway = await startTestGateway({ urls: { tokens: upstream.url }, env });
    const slow = Array.from({ length: 200 }, () => begin(gateway.port, head));
    let refused = 0;
    for (const { answer } of slow) {
      void answer.then((text) => {
        expect(toProblem(parseRaw(text))).toMatchObject({ status: 429, code: 'rate.limited' });
        refused += 1;
      });
    }
    await eventually(async () => refused === 190);
    const login = `${gateway.url}/api/v1/auth/login`;
    expect((await send(login, { method: 'POST', body: '{}', localAddress: neighbour })).status).toBe(200);
    expect(upstream.received).toHaveLength(1);
    for (const { socket } of slow) socket.destroy();
    await eventually(async () => (await send(login, { method: 'POST', body: '{}' })).status === 200);
  });

  it.each(Object.entries(heads))('are answered 408, and their connection closed: %s', async (_kind, head) => {
    const upstream = await startUpstream();
    const gateway = await startTestGateway({ urls: { tokens: upstream.url }, env: { MIN_BODY_BYTES_INTERVAL_MS: '100' } });
    const reply = parseRaw(await sendRaw(gateway.port, head));
    expect(toProblem(reply)).toMatchObject({ status: 408, code: 'request.timeout' });
    expect(reply.headers['connection']).toBe('close');
    expect(upstream.received).toEqual([]);
  });

  it('are answered 408 when they slow down after a quick beginning, and give back the place at the service', async () => {
    const upstream = await startUpstream();
    const env = { MIN_BODY_BYTES_INTERVAL_MS: '100', MAX_IN_FLIGHT_PER_SERVICE: '1' };
    const gateway = await startTestGateway({ urls: { tokens: upstream.url }, env });
    const reply = parseRaw(await sendRaw(gateway.port, `${heads.large}${'a'.repeat(100_000)}`));
    expect(toProblem(reply)).toMatchObject({ status: 408, code: 'request.timeout' });
    expect(upstream.received).toEqual([]);
    const login = `${gateway.url}/api/v1/auth/login`;
    await eventually(async () => (await send(login, { method: 'POST', body: '{}' })).status === 200);
  });

  it('of all together are bounded', async () => {
    const upstream = await startUpstream();
    const gateway = await startTestGateway({ urls: { tokens: upstream.url }, env: { MAX_UNFINISHED_BODIES: '1' } });
    begin(gateway.port, heads.chunked);
    const login = `${gateway.url}/api/v1/auth/login`;
    const refused = await eventually(
      () => send(login, { method: 'POST', body: '{}', localAddress: neighbour }),
      ({ status }) => status !== 200,
    );
    expect(toProblem(refused)).toMatchObject({ status: 503, code: 'service.unavailable' });
  });
});
