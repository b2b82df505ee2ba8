import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { connect, createServer, Server as NetServer, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { asUser } from '@lyceum/testing/actors';
import { eventually } from '@lyceum/testing/eventually';
import {
  atEnd,
  freePort,
  open,
  parseRaw,
  send,
  startRawUpstream,
  startTestGateway,
  startUpstream,
  toProblem,
} from '../test/harness.ts';

const megabyte = 1024 * 1024;

/** Gives a body in pieces, without saying how long it is. */
const inPieces = (bytes: number) => Readable.from(Array.from({ length: bytes / 65_536 }, () => Buffer.alloc(65_536, 'a')));

/** A server that treats each connection as the test says; counts the requests it saw begin. */
async function startConnectionServer(
  onRequest: (socket: Socket, count: number) => void,
): Promise<{ url: string; requests(): number }> {
  let count = 0;
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', () => {
      count += 1;
      onRequest(socket, count);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  atEnd(async () => {
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return { url: `http://127.0.0.1:${port}`, requests: () => count };
}

const answer = (body: string) => `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`;

describe('bodies', () => {
  it.each([
    ['small and of known length', Buffer.alloc(1000, 'a')],
    ['large and of known length', Buffer.alloc(megabyte, 'a')],
    ['empty', Buffer.alloc(0)],
  ])('arrive whole when %s', async (_what, body) => {
    const upstream = await startUpstream();
    const gateway = await startTestGateway({ upstream: upstream.url });
    const headers = { 'content-length': String(body.length) };
    const reply = await send(`${gateway.url}/api/v1/programs`, { method: 'POST', headers, body });
    expect(JSON.parse(reply.text)).toMatchObject({ method: 'POST', length: body.length });
    expect(upstream.received[0]?.headers['content-length']).toBe(String(body.length));
  });

  it('arrive whole when nobody said how long they are', async () => {
    const upstream = await startUpstream();
    const gateway = await startTestGateway({ upstream: upstream.url });
    const reply = await send(`${gateway.url}/api/v1/programs`, { method: 'PUT', body: inPieces(megabyte) });
    expect(JSON.parse(reply.text)).toMatchObject({ method: 'PUT', length: megabyte });
  });

  it('are answered 413 at their announcement when too large, and the answer arrives while the client still sends', async () => {
    const upstream = await startUpstream();
    const gateway = await startTestGateway({ upstream: upstream.url });
    const reply = await send(`${gateway.url}/api/v1/programs`, { method: 'POST', body: Buffer.alloc(8 * megabyte) });
    expect(toProblem(reply)).toMatchObject({ status: 413, code: 'request.too_large' });
    expect(upstream.received).toEqual([]);
  });

  it('are answered 413 as soon as they grow too large, and the service never sees such a request whole', async () => {
    const upstream = await startUpstream();
    const gateway = await startTestGateway({ upstream: upstream.url });
    const reply = await send(`${gateway.url}/api/v1/programs`, { method: 'POST', body: inPieces(4 * megabyte) });
    expect(toProblem(reply)).toMatchObject({ status: 413, code: 'request.too_large' });
    expect(upstream.received).toEqual([]);
  });

  it('may be larger for services that are configured so', async () => {
    const upstream = await startUpstream();
    const env = { MAX_BODY_BYTES: '1000', MAX_BODY_BYTES_BY_SERVICE: '{"program-generation":2000}' };
    const gateway = await startTestGateway({ upstream: upstream.url, env });
    const getStatus = async (path: string) =>
      (await send(gateway.url + path, { method: 'POST', body: Buffer.alloc(1500) })).status;
    expect(await getStatus('/api/v1/programs')).toBe(200);
    expect(await getStatus('/api/v1/users')).toBe(413);
  });

  it('may be pieces of uploads where they go to streaming, and nowhere else', async () => {
    const upstream = await startUpstream();
    const gateway = await startTestGateway({ upstream: upstream.url, env: { MAX_BODY_BYTES_BY_SERVICE: '{"users":1000}' } });
    const getStatus = async (path: string) =>
      (await send(gateway.url + path, { method: 'PATCH', body: Buffer.alloc(3 * megabyte) })).status;
    expect([await getStatus('/api/v1/streaming/tus/1'), await getStatus('/api/v1/programs')]).toEqual([200, 413]);
  });

  it('are asked for only when they will be read', async () => {
    const upstream = await startUpstream();
    const gateway = await startTestGateway({ upstream: upstream.url });
    const ask = async (length: number, body: string) => {
      const socket = connect(gateway.port, '127.0.0.1').setEncoding('latin1');
      atEnd(async () => {
        socket.destroy();
      });
      const head = `POST /api/v1/programs HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: ${length}\r\nExpect: 100-continue\r\n\r\n`;
      socket.write(head);
      const [first] = await once(socket, 'data');
      if (!String(first).startsWith('HTTP/1.1 100')) return String(first);
      socket.write(body);
      let text = '';
      for await (const chunk of socket) text += String(chunk);
      return text;
    };
    expect(parseRaw(await ask(2, '{}')).status).toBe(200);
    expect(parseRaw(await ask(100 * megabyte, '')).status).toBe(413);
  });

  it('that the service refuses early do not keep its answer from the client', async () => {
    const upstream = await startRawUpstream((_req, res) => {
      res.writeHead(409, { 'content-length': '5' }).end('early');
    });
    const gateway = await startTestGateway({ upstream: upstream.url });
    const reply = await send(`${gateway.url}/api/v1/programs`, { method: 'POST', body: Buffer.alloc(2 * megabyte) });
    expect(reply).toMatchObject({ status: 409, text: 'early' });
  });

  it('that the service did not want whole end their connection to it: the next request takes another', async () => {
    const ports = new Set<number | undefined>();
    const upstream = await startRawUpstream((req, res) => {
      ports.add(req.socket.remotePort);
      res.end('early');
    });
    const gateway = await startTestGateway({ upstream: upstream.url });
    const socket = connect(gateway.port, '127.0.0.1').setEncoding('latin1');
    atEnd(async () => {
      socket.destroy();
    });
    socket.write(`POST /api/v1/programs HTTP/1.1\r\nHost: a\r\nContent-Length: ${megabyte}\r\n\r\n${'a'.repeat(100_000)}`);
    expect(String(await once(socket, 'data'))).toContain('early');
    expect((await send(`${gateway.url}/api/v1/programs`)).text).toBe('early');
    expect(ports.size).toBe(2);
  });

  it.each([1, 256, 16 * 1024, 16 * 1024 + 1])('of answers keep each of their %i bytes, whatever it is', async (length) => {
    const body = Buffer.from(Array.from({ length }, (_, index) => (index * 7) % 256));
    const upstream = await startRawUpstream((_req, res) => res.writeHead(200, { 'content-length': length }).end(body));
    const gateway = await startTestGateway({ upstream: upstream.url });
    const response = await open(`${gateway.url}/api/v1/programs`);
    expect((await buffer(response)).equals(body)).toBe(true);
  });

  it('of answers arrive whole when large, also with a client that reads slowly', async () => {
    const upstream = await startUpstream((_req, res) => res.end(Buffer.alloc(32 * megabyte, 'a')));
    const gateway = await startTestGateway({ upstream: upstream.url });
    const response = await open(`${gateway.url}/api/v1/programs`);
    let bytes = 0;
    for await (const chunk of response) {
      bytes += chunk.length;
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(bytes).toBe(32 * megabyte);
  });
});

describe('a service that does not answer', () => {
  it('is waited for as long as configured, then 504', async () => {
    const upstream = await startUpstream(() => undefined);
    const gateway = await startTestGateway({ upstream: upstream.url, env: { FIRST_BYTE_TIMEOUT_MS: '100' } });
    const reply = await send(`${gateway.url}/api/v1/programs`, { headers: { 'accept-language': 'ru' } });
    expect(toProblem(reply)).toMatchObject({ status: 504, code: 'upstream.timeout', title: 'Сервис не ответил вовремя' });
    expect(upstream.received).toHaveLength(1);
  });

  it('and stops within its answer leaves the client with a broken one, and the gateway working', async () => {
    const upstream = await startUpstream((_req, res, { url }) => {
      if (url.endsWith('stop')) res.writeHead(200, { 'content-length': '10' }).write('12345');
      else res.end('{}');
    });
    const gateway = await startTestGateway({ upstream: upstream.url, env: { IDLE_TIMEOUT_MS: '100' } });
    await expect(send(`${gateway.url}/api/v1/programs/stop`)).rejects.toThrow('aborted');
    expect((await send(`${gateway.url}/api/v1/programs`)).status).toBe(200);
  });

  it('and dies within its answer leaves the client with a broken one, and the gateway working', async () => {
    const upstream = await startUpstream((_req, res, { url }) => {
      if (!url.endsWith('die')) res.end('{}');
      else res.write('some', () => res.destroy());
    });
    const gateway = await startTestGateway({ upstream: upstream.url });
    await expect(send(`${gateway.url}/api/v1/programs/die`)).rejects.toThrow('aborted');
    expect((await send(`${gateway.url}/api/v1/programs`)).status).toBe(200);
  });

  it('in HTTP is answered 502 for', async () => {
    const upstream = await startConnectionServer((socket) => socket.end('this is not HTTP\r\n\r\n'));
    const gateway = await startTestGateway({ upstream: upstream.url });
    expect(toProblem(await send(`${gateway.url}/api/v1/programs`))).toMatchObject({ status: 502, code: 'upstream.unreachable' });
  });

  it('to more requests than it may have at a time is spared the rest', async () => {
    const unanswered: ServerResponse[] = [];
    const upstream = await startUpstream((_req, res) => unanswered.push(res));
    const gateway = await startTestGateway({ upstream: upstream.url, env: { MAX_IN_FLIGHT_PER_SERVICE: '2' } });
    const url = `${gateway.url}/api/v1/programs`;
    const waiting = [send(url), send(url)];
    await eventually(async () => unanswered.length === 2);
    const reply = await send(url);
    expect(toProblem(reply)).toMatchObject({ status: 503, code: 'service.unavailable' });
    expect(reply.headers['retry-after']).toBe('1');
    expect((await send(`${gateway.url}/.well-known/jwks.json`)).status).toBe(200);
    for (const response of unanswered) response.end('late');
    expect((await Promise.all(waiting)).map(({ text }) => text)).toEqual(['late', 'late']);
  });
});

it('tells the service when the client goes away', async () => {
  const closed = Promise.withResolvers<void>();
  const upstream = await startUpstream((req, res) => {
    req.socket.once('close', () => closed.resolve());
    res.write('begun');
  });
  const gateway = await startTestGateway({ upstream: upstream.url });
  const response = await open(`${gateway.url}/api/v1/programs`);
  response.destroy();
  await closed.promise;
});

describe('a service that restarts', () => {
  it.each(['GET', 'POST', 'PATCH', 'DELETE'])('does not fail a %s: nothing was sent to it yet', async (method) => {
    const port = await freePort();
    const gateway = await startTestGateway({ upstream: `http://127.0.0.1:${port}` });
    const body = method === 'POST' || method === 'PATCH' ? { body: '{"a":1}' } : {};
    const reply = send(`${gateway.url}/api/v1/programs`, { method, ...body });
    // The gateway has found nobody when it shows the request as waiting.
    await eventually(async () =>
      (await send(`${gateway.url}/metrics`)).text.includes(
        'lyceum_gateway_in_flight{upstream="program-generation",service="gateway"} 1',
      ),
    );
    const upstream = await startUpstream(undefined, port);
    expect((await reply).status).toBe(200);
    expect(upstream.received).toMatchObject([{ method, body: 'body' in body ? body.body : '' }]);
  });

  it('does not fail a large upload either', async () => {
    const port = await freePort();
    const gateway = await startTestGateway({ upstream: `http://127.0.0.1:${port}` });
    const reply = send(`${gateway.url}/api/v1/programs`, { method: 'POST', body: inPieces(megabyte) });
    await eventually(async () =>
      (await send(`${gateway.url}/metrics`)).text.includes(
        'lyceum_gateway_in_flight{upstream="program-generation",service="gateway"} 1',
      ),
    );
    await startUpstream(undefined, port);
    expect(JSON.parse((await reply).text)).toMatchObject({ length: megabyte });
  });

  it('is waited for only as long as a restart takes; after that, failures are immediate until it is back', async () => {
    const port = await freePort();
    const gateway = await startTestGateway({ upstream: `http://127.0.0.1:${port}`, env: { RESTART_PATIENCE_MS: '300' } });
    const url = `${gateway.url}/api/v1/programs`;
    expect(toProblem(await send(url))).toMatchObject({ status: 502, code: 'upstream.unreachable' });
    const replies = await Promise.all(Array.from({ length: 20 }, () => send(url, { method: 'POST', body: '{}' })));
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([502]));

    await startUpstream(undefined, port);
    expect((await send(url)).status).toBe(200);
  });

  it('under a name that is not known for a while is waited for, too', async () => {
    const gateway = await startTestGateway({ upstream: 'http://service.invalid:80', env: { RESTART_PATIENCE_MS: '300' } });
    expect(toProblem(await send(`${gateway.url}/api/v1/programs`))).toMatchObject({ status: 502 });
  });

  it('fails no request under load, when it ends as a service should', async () => {
    let stopping = false;
    const answerAll = (_req: unknown, res: ServerResponse) => {
      if (stopping) res.setHeader('connection', 'close');
      setImmediate(() => res.end('{}'));
    };
    const first = await startUpstream(answerAll);
    const port = Number(new URL(first.url).port);
    const gateway = await startTestGateway({ upstream: first.url });
    let restarted = false;
    const statuses: Record<number, number> = {};
    const client = async (method: string) => {
      for (let after = 0; after < 10; after += restarted ? 1 : 0) {
        const { status } = await send(`${gateway.url}/api/v1/programs`, { method, ...(method === 'POST' && { body: '{}' }) });
        statuses[status] = (statuses[status] ?? 0) + 1;
      }
    };
    const clients = Promise.all([...Array(10).fill('GET'), ...Array(10).fill('POST')].map(client));
    await eventually(async () => (statuses[200] ?? 0) > 100);
    stopping = true;
    await new Promise((resolve) => {
      // Takes no new connection and answers on the open ones, which then close.
      NetServer.prototype.close.call(first.server, resolve);
    });
    stopping = false;
    await startUpstream(answerAll, port);
    restarted = true;
    await clients;
    expect(Object.keys(statuses)).toEqual(['200']);
  });

  it('leaves no dead connection behind that a later request would be sent on', async () => {
    const first = await startUpstream();
    const port = Number(new URL(first.url).port);
    const gateway = await startTestGateway({ upstream: first.url });
    const url = `${gateway.url}/api/v1/programs`;
    expect((await send(url, { method: 'POST', body: '{}' })).status).toBe(200);
    await first.stop();
    await startUpstream(undefined, port);
    expect((await send(url, { method: 'POST', body: '{}' })).status).toBe(200);
  });
});

describe('a connection that is lost before the answer', () => {
  it.each(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'])(
    'is made up for with another when the request is %s without a body',
    async (method) => {
      const upstream = await startConnectionServer((socket, count) =>
        count === 1 ? socket.destroy() : socket.end(answer(method === 'HEAD' ? '' : '{}')),
      );
      const gateway = await startTestGateway({ upstream: upstream.url });
      expect((await send(`${gateway.url}/api/v1/programs`, { method })).status).toBe(200);
      expect(upstream.requests()).toBe(2);
    },
  );

  it.each([
    ['POST', ''],
    ['PATCH', ''],
    ['PUT', '{}'],
    ['DELETE', '{}'],
  ])('is answered 502 when the request is %s %p, which may have had its effect', async (method, body) => {
    const upstream = await startConnectionServer((socket) => socket.destroy());
    const gateway = await startTestGateway({ upstream: upstream.url });
    const headers = body ? { 'content-length': String(body.length) } : {};
    expect(toProblem(await send(`${gateway.url}/api/v1/programs`, { method, headers, body }))).toMatchObject({
      status: 502,
      code: 'upstream.unreachable',
    });
    expect(upstream.requests()).toBe(1);
  });

  it('again and again is answered 502 after three attempts', async () => {
    const upstream = await startConnectionServer((socket) => socket.destroy());
    const gateway = await startTestGateway({ upstream: upstream.url });
    expect(toProblem(await send(`${gateway.url}/api/v1/programs`))).toMatchObject({ status: 502 });
    expect(upstream.requests()).toBe(3);
  });
});

it('gives up a client that has stopped reading, and tells the service', async () => {
  const closed = Promise.withResolvers<void>();
  const upstream = await startUpstream((req, res) => {
    req.socket.once('close', () => closed.resolve());
    res.end(Buffer.alloc(64 * megabyte));
  });
  const gateway = await startTestGateway({ upstream: upstream.url, env: { IDLE_TIMEOUT_MS: '100' } });
  const response = await open(`${gateway.url}/api/v1/programs`);
  response.pause();
  await closed.promise;
});

it('does not mix up the answers of many requests at once', async () => {
  const upstream = await startUpstream();
  const gateway = await startTestGateway({ upstream: upstream.url });
  const headers = { authorization: `Bearer ${gateway.token(asUser())}` };
  const numbers = Array.from({ length: 200 }, (_, number) => number);
  const replies = await Promise.all(numbers.map((number) => send(`${gateway.url}/api/v1/programs/${number}`, { headers })));
  expect(replies.map(({ text }) => JSON.parse(text).url)).toEqual(numbers.map((number) => `/api/v1/programs/${number}`));
});
