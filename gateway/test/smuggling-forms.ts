import { brokenChunks, chunks, codings, disguisedNames, early, hidden, lengths } from './smuggling-values.ts';

/** A way a request takes through the gateway: its request line, and the headers that choose the way. */
export interface Way {
  readonly method: string;
  readonly path: string;
  readonly headers: readonly string[];
}

const handshake = [
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
];

export const ways: Readonly<Record<string, Way>> = {
  'a plain GET': { method: 'GET', path: '/api/v1/programs/open', headers: [] },
  'a plain POST': { method: 'POST', path: '/api/v1/programs/open', headers: [] },
  'an event stream': { method: 'GET', path: '/api/v1/programs/open', headers: ['Accept: text/event-stream'] },
  'an event stream that answers a POST': {
    method: 'POST',
    path: '/api/v1/programs/open',
    headers: ['Accept: text/event-stream'],
  },
  'a WebSocket that the service refuses': { method: 'GET', path: '/api/v1/programs/open', headers: handshake },
  'a WebSocket that the service opens': { method: 'GET', path: '/api/v1/programs/live', headers: handshake },
};

type Form = readonly [name: string, bytes: (way: Way) => string];

/** One more header line, or several, and what follows the head. */
function withHeaders(name: string, lines: readonly string[], rest: string): Form {
  return [
    name,
    ({ method, path, headers }) =>
      `${[`${method} ${path} HTTP/1.1`, 'Host: a', ...headers, ...lines].join('\r\n')}\r\n\r\n${rest}`,
  ];
}

/** Another request line. */
function withLine(name: string, line: (way: Way) => string, lines: readonly string[] = [], rest = ''): Form {
  return [name, (way) => `${[line(way), 'Host: a', ...way.headers, ...lines].join('\r\n')}\r\n\r\n${rest}`];
}

const chunked = 'Transfer-Encoding: chunked';

/** What a client may send to have a request run that the gateway did not see: RFC 9112 section 11.2, and known attacks on proxies. */
export const forms: readonly Form[] = [
  ['a request behind a request', (way) => `${withHeaders('', [], hidden)[1](way)}`],
  ...Object.entries(lengths).map(([what, value]) => withHeaders(`a length ${what}`, [`Content-Length: ${value}`], hidden)),
  ...Object.entries(codings).map(([what, value]) => withHeaders(`a coding ${what}`, [`Transfer-Encoding: ${value}`], early)),
  ...Object.entries(codings).map(([what, value]) =>
    withHeaders(`a length, and a coding ${what}`, ['Content-Length: 5', `Transfer-Encoding: ${value}`], early),
  ),
  ...Object.entries(disguisedNames).map(([what, line]) =>
    withHeaders(`a coding whose name has ${what}`, ['Content-Length: 5', line], early),
  ),
  ...Object.entries(brokenChunks).map(([what, rest]) => withHeaders(`chunks with ${what}`, [chunked], rest)),
  withHeaders('a hidden request in a chunk', [chunked], chunks),
  withHeaders('a coding before a length', [chunked, 'Content-Length: 5'], early),
  withHeaders('two lengths, the first of nothing', ['Content-Length: 0', `Content-Length: ${hidden.length}`], hidden),
  withHeaders('two lengths, the last of nothing', [`Content-Length: ${hidden.length}`, 'Content-Length: 0'], hidden),
  withHeaders('two lengths that agree', [`Content-Length: ${hidden.length}`, `Content-Length: ${hidden.length}`], hidden),
  withHeaders('two codings, the first of no kind', ['Transfer-Encoding: identity', chunked], early),
  withHeaders('two codings, the last of no kind', [chunked, 'Transfer-Encoding: identity'], early),
  withHeaders('two codings that agree', [chunked, chunked], early),
  withHeaders('a length that Connection takes away', ['Connection: Content-Length', `Content-Length: ${hidden.length}`], hidden),
  withHeaders('a coding that Connection takes away', ['Connection: close, Transfer-Encoding', chunked], chunks),
  withHeaders('an address that Connection is to keep', ['Connection: X-Forwarded-For, X-Lyceum-Space, close'], hidden),
  withHeaders('an expectation, and a body at once', ['Expect: 100-continue', `Content-Length: ${hidden.length}`], hidden),
  withHeaders('an expectation, and chunks at once', ['Expect: 100-continue', chunked], early),
  withHeaders('an expectation, and no body', ['Expect: 100-continue', 'Content-Length: 0'], hidden),
  withHeaders('an unknown expectation', ['Expect: 200-ok', `Content-Length: ${hidden.length}`], hidden),
  withHeaders('an offer of h2c with a body', ['Connection: Upgrade', 'Upgrade: h2c', `Content-Length: ${hidden.length}`], hidden),
  withHeaders('a WebSocket of an old version', ['Sec-WebSocket-Version: 8'], hidden),
  withHeaders('a second WebSocket key', ['Sec-WebSocket-Key: BBBBBBBBBBBBBBBBBBBBBB=='], hidden),
  withHeaders('another method in a header', ['X-HTTP-Method-Override: POST', `Content-Length: ${hidden.length}`], hidden),
  withHeaders('a line end in a value', [`X-Request-Id: a%0d%0a%0d%0a${encodeURIComponent(hidden)}`], hidden),
  withHeaders('a request in a value behind a carriage return', [`X-Line: a\r\r${hidden}`], hidden),
  ...['HEAD', 'OPTIONS', 'DELETE', 'PATCH', 'TRACE', 'get'].map((method) =>
    withLine(
      `the method ${method} with a body`,
      ({ path }) => `${method} ${path} HTTP/1.1`,
      [`Content-Length: ${hidden.length}`],
      hidden,
    ),
  ),
  ...['HTTP/0.9', 'HTTP/1.0', 'HTTP/1.2', 'HTTP/2.0', 'http/1.1', 'HTTP/1.1 '].flatMap((version) => [
    withLine(`${version} and chunks`, ({ method, path }) => `${method} ${path} ${version}`, [chunked], early),
    withLine(
      `${version} and a kept connection`,
      ({ method, path }) => `${method} ${path} ${version}`,
      ['Connection: keep-alive'],
      hidden,
    ),
  ]),
  withLine(
    'the absolute form and a length',
    ({ method, path }) => `${method} http://b${path} HTTP/1.1`,
    ['Content-Length: 5'],
    `12345${hidden}`,
  ),
  withLine('a space in the path', ({ method, path }) => `${method} ${path} HTTP/1.1 x HTTP/1.1`, [], hidden),
  withLine(
    'encoded line ends in the path',
    ({ method, path }) => `${method} ${path}%20HTTP/1.1%0d%0aX:%20a HTTP/1.1`,
    [],
    hidden,
  ),
  withLine('a line feed in the path', ({ method, path }) => `${method} ${path}\nX: a HTTP/1.1`, [], hidden),
  withLine('a fragment', ({ method, path }) => `${method} ${path}#a HTTP/1.1`, ['Content-Length: 0'], hidden),
  withLine('empty lines ahead', ({ method, path }) => `\r\n\r\n${method} ${path} HTTP/1.1`, ['Content-Length: 0'], hidden),
];
