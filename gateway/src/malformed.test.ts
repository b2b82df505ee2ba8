import { once } from 'node:events';
import { connect } from 'node:net';
import { parseRaw, sendRaw, startTestGateway, startUpstream, toProblem } from '../test/harness.ts';

const lines = (...parts: string[]) => `${parts.join('\r\n')}\r\n\r\n`;
const post = 'POST /api/v1/programs HTTP/1.1';
const host = 'Host: lyceum.test';

describe('requests that gateway and service could understand differently', () => {
  const smuggled = 'GET /api/v1/programs/smuggled HTTP/1.1\r\nHost: a\r\n\r\n';
  it.each([
    ['a length and chunks', `${lines(post, host, 'Content-Length: 6', 'Transfer-Encoding: chunked')}0\r\n\r\n${smuggled}`],
    ['chunks and a length', `${lines(post, host, 'Transfer-Encoding: chunked', 'Content-Length: 5')}0\r\n\r\n${smuggled}`],
    ['two lengths', `${lines(post, host, 'Content-Length: 0', `Content-Length: ${smuggled.length}`)}${smuggled}`],
    ['a list of lengths', `${lines(post, host, `Content-Length: 0, ${smuggled.length}`)}${smuggled}`],
    ['a signed length', `${lines(post, host, 'Content-Length: +5')}12345`],
    ['a coding that is not chunked in the end', `${lines(post, host, 'Transfer-Encoding: chunked, identity')}0\r\n\r\n`],
    ['a coding in disguise', `${lines(post, host, 'Transfer-Encoding: xchunked')}0\r\n\r\n`],
    ['a space before the colon', `${lines(post, host, 'Transfer-Encoding : chunked', 'Content-Length: 0')}`],
    ['a folded header', `${lines(post, host, 'X-Folded: a', ' Transfer-Encoding: chunked')}0\r\n\r\n`],
    ['lines without a carriage return', 'GET /api/v1/programs HTTP/1.1\nHost: a\n\n'],
    ['a chunk size that is none', `${lines(post, host, 'Transfer-Encoding: chunked')}zz\r\n\r\n`],
    ['a NUL in a header', lines('GET /api/v1/programs HTTP/1.1', host, 'X-Nul: a\0b')],
    ['a coding below the chunks', `${lines(post, host, 'Transfer-Encoding: gzip, chunked')}0\r\n\r\n`],
    ['chunks said twice', `${lines(post, host, 'Transfer-Encoding: chunked', 'Transfer-Encoding: chunked')}0\r\n\r\n`],
    ['chunks in HTTP/1.0', `${lines('POST /api/v1/programs HTTP/1.0', 'Transfer-Encoding: chunked')}0\r\n\r\n`],
    ['a body of a GET', `${lines('GET /api/v1/programs HTTP/1.1', host, 'Content-Length: 5')}12345`],
    ['chunks of a GET', `${lines('GET /api/v1/programs HTTP/1.1', host, 'Transfer-Encoding: chunked')}0\r\n\r\n`],
    ['a body of an OPTIONS', `${lines('OPTIONS /api/v1/programs HTTP/1.1', host, 'Content-Length: 5')}12345`],
    ['two hosts', lines('GET /api/v1/programs HTTP/1.1', host, 'Host: other.test')],
    [
      'two authorizations',
      lines('GET /api/v1/programs HTTP/1.1', host, 'Authorization: Basic YQ==', 'Authorization: Basic Yg=='),
    ],
    ['no host', lines('GET /api/v1/programs HTTP/1.1')],
    ['no HTTP at all', lines('\x16\x03\x01\x02\x00')],
    ['an unknown method', lines('STEAL /api/v1/programs HTTP/1.1', host)],
  ])('are refused as a problem document: %s', async (_what, bytes) => {
    const upstream = await startUpstream();
    const gateway = await startTestGateway({ upstream: upstream.url });
    const reply = parseRaw(await sendRaw(gateway.port, bytes));
    expect(toProblem(reply)).toMatchObject({ status: 400, code: 'request.malformed' });
    expect(reply.headers).toMatchObject({ connection: 'close', 'x-content-type-options': 'nosniff' });
    expect(upstream.received).toEqual([]);
  });

  it('are refused without a document when it is a HEAD', async () => {
    const upstream = await startUpstream();
    const gateway = await startTestGateway({ upstream: upstream.url });
    const bytes = `${lines('HEAD /api/v1/programs HTTP/1.1', host, 'Content-Length: 5')}12345`;
    expect(parseRaw(await sendRaw(gateway.port, bytes))).toMatchObject({
      status: 400,
      headers: { connection: 'close' },
      text: '',
    });
    expect(upstream.received).toEqual([]);
  });

  it('are refused in the language of the client where it could be read', async () => {
    const gateway = await startTestGateway();
    const bytes = lines('GET / HTTP/1.1', host, 'Accept-Language: ru', 'X-Nul: a\0b');
    expect(toProblem(parseRaw(await sendRaw(gateway.port, bytes))).title).toBe('Тело запроса не удаётся прочитать');
  });
});

it.each(['TRACE', 'PROPFIND', 'CONNECT'])('answers 405 to %s and names the methods there are', async (method) => {
  const upstream = await startUpstream();
  const gateway = await startTestGateway({ upstream: upstream.url });
  const target = method === 'CONNECT' ? 'lyceum.test:80' : '/api/v1/programs';
  const reply = parseRaw(await sendRaw(gateway.port, lines(`${method} ${target} HTTP/1.1`, host, 'Connection: close')));
  expect(toProblem(reply)).toMatchObject({ status: 405, code: 'route.method_not_allowed' });
  expect(reply.headers['allow']).toBe('GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS');
  expect(upstream.received).toEqual([]);
});

it('answers 431 when the headers are too large', async () => {
  const gateway = await startTestGateway();
  const reply = parseRaw(await sendRaw(gateway.port, lines('GET / HTTP/1.1', host, `X-Large: ${'a'.repeat(20_000)}`)));
  expect(toProblem(reply)).toMatchObject({ status: 431, code: 'request.headers_too_large' });
});

it('passes on as many headers as fit, none of them dropped in silence', async () => {
  const upstream = await startUpstream();
  const gateway = await startTestGateway({ upstream: upstream.url });
  const many = Array.from({ length: 2500 }, (_, index) => `a:${index % 10}`);
  const request = lines('GET /api/v1/programs HTTP/1.1', host, 'Connection: close', ...many, 'x-last: 1');
  upstream.server.maxHeadersCount = 0;
  expect(parseRaw(await sendRaw(gateway.port, request)).status).toBe(200);
  expect(upstream.received[0]?.headers['x-last']).toBe('1');
});

describe('a client that is too slow', () => {
  it('with its headers is answered 408', async () => {
    const gateway = await startTestGateway({ env: { CLIENT_HEADERS_TIMEOUT_MS: '100' } });
    const reply = parseRaw(await sendRaw(gateway.port, `GET / HTTP/1.1\r\n${host}\r\n`));
    expect(toProblem(reply)).toMatchObject({ status: 408, code: 'request.timeout' });
  });

  it.each([
    ['small', 100],
    ['large', 1_000_000],
  ])('with a %s body is answered 408', async (_what, length) => {
    const upstream = await startUpstream();
    const env = { CLIENT_HEADERS_TIMEOUT_MS: '100', CLIENT_REQUEST_TIMEOUT_MS: '200' };
    const gateway = await startTestGateway({ upstream: upstream.url, env });
    const reply = parseRaw(
      await sendRaw(gateway.port, `${lines(post, host, 'Accept-Language: ru', `Content-Length: ${length}`)}abc`),
    );
    expect(toProblem(reply)).toMatchObject({
      status: 408,
      code: 'request.timeout',
      instance: '/api/v1/programs',
      title: 'Запрос передавался слишком долго',
    });
    expect(reply.headers['connection']).toBe('close');
    expect(upstream.received).toEqual([]);
  });
});

it.each([
  ['small', 3],
  ['large', 100_000],
])('answers 400 when a %s body in chunks breaks off into nonsense', async (_what, length) => {
  const upstream = await startUpstream();
  const gateway = await startTestGateway({ upstream: upstream.url });
  const socket = connect(gateway.port, '127.0.0.1').setEncoding('latin1');
  socket.write(lines(post, host, 'Transfer-Encoding: chunked', 'Expect: 100-continue'));
  expect(String(await once(socket, 'data'))).toContain('100 Continue');
  socket.write(`${length.toString(16)}\r\n${'a'.repeat(length)}\r\nzz\r\n`);
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  expect(toProblem(parseRaw(text))).toMatchObject({ status: 400, code: 'request.malformed', instance: '/api/v1/programs' });
  expect(upstream.received).toEqual([]);
});

it('serves clients that offer another protocol as if they had not', async () => {
  const upstream = await startUpstream();
  const gateway = await startTestGateway({ upstream: upstream.url });
  const offer = ['Connection: Upgrade, HTTP2-Settings, close', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQAAP__'];
  const reply = parseRaw(await sendRaw(gateway.port, lines('GET /api/v1/programs HTTP/1.1', host, ...offer)));
  expect(reply.status).toBe(200);
  expect(upstream.received[0]?.headers).not.toHaveProperty('http2-settings');
});

it('serves HTTP/1.0', async () => {
  const upstream = await startUpstream();
  const gateway = await startTestGateway({ upstream: upstream.url });
  expect(parseRaw(await sendRaw(gateway.port, lines('GET /api/v1/programs HTTP/1.0'))).status).toBe(200);
});

it('answers requests sent one after the other without waiting, in order', async () => {
  const upstream = await startUpstream();
  const gateway = await startTestGateway({ upstream: upstream.url });
  const request = (path: string, connection: string) =>
    lines(`GET /api/v1/programs/${path} HTTP/1.1`, host, `Connection: ${connection}`);
  const text = await sendRaw(gateway.port, request('first', 'keep-alive') + request('second', 'close'));
  expect([...text.matchAll(/"url":"([^"]+)"/g)].map(([, url]) => url)).toEqual([
    '/api/v1/programs/first',
    '/api/v1/programs/second',
  ]);
});
