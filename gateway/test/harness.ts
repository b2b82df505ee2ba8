import { randomBytes, randomUUID } from 'node:crypto';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { systemClock } from '@lyceum/common/context';
import { createLogger } from '@lyceum/common/log';
import { serviceNames } from '@lyceum/contracts/services';
import { type ProblemDocument, problemDocument } from '@lyceum/contracts/shared/problem-document';
import type { TestActor } from '@lyceum/testing/actors';
import { testServers } from '@lyceum/testing/config';
import { startTestKeys, type TestKeys } from '@lyceum/testing/keys';
import { startGateway } from '../src/gateway.ts';

export const publicUrl = 'http://lyceum.test';
const contentUrl = 'http://content.test';
export const gatewaySecret = randomBytes(32).toString('hex');

const cleanups: (() => Promise<void>)[] = [];

/** Runs when the current test has ended, the last one first. */
export function atEnd(stop: () => Promise<void>): void {
  cleanups.push(stop);
}

afterEach(async () => {
  for (const stop of cleanups.splice(0).reverse()) await stop();
});

export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly body: string;
}

export interface Upstream {
  readonly url: string;
  readonly server: Server;
  /** What arrived whole, in order. */
  readonly received: Received[];
  stop(): Promise<void>;
}

type Answer = (req: IncomingMessage, res: ServerResponse, received: Received) => void;

const echo: Answer = (_req, res, { method, url, body }) => {
  res.setHeader('content-type', 'application/json').end(JSON.stringify({ method, url, length: body.length }));
};

/** A service that answers as the test says; by default with what it was asked. */
export async function startUpstream(answer: Answer = echo, port = 0): Promise<Upstream> {
  const received: Received[] = [];
  const server = createServer((req, res) => {
    let body = '';
    req.setEncoding('latin1').on('data', (chunk: string) => {
      body += chunk;
    });
    req.on('end', () => {
      const { method = '', url = '', headers, rawHeaders } = req;
      const whole = { method, url, headers, rawHeaders, body };
      received.push(whole);
      answer(req, res, whole);
    });
    // One that breaks off did not arrive whole.
    req.on('error', () => undefined);
  });
  return { received, ...(await listen(server, port)) };
}

/** For services that must answer before, or without, the whole request. */
export async function startRawUpstream(
  listener: (req: IncomingMessage, res: ServerResponse) => void,
  port = 0,
): Promise<Omit<Upstream, 'received'>> {
  return await listen(createServer(listener), port);
}

async function listen(server: Server, port: number): Promise<Omit<Upstream, 'received'>> {
  // As the services of the platform do.
  server.keepAliveTimeout = 75_000;
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  atEnd(stop);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server, stop };
}

/** A port on which nobody listens. */
export async function freePort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export interface TestGateway {
  readonly url: string;
  readonly port: number;
  /** Where it listens for content. */
  readonly contentUrl: string;
  readonly keys: TestKeys;
  /** A token this gateway accepts; as `Authorization` it needs `Bearer `. */
  token(actor: TestActor, change?: { claims?: Record<string, unknown>; header?: Record<string, unknown> }): string;
  stop(): Promise<void>;
}

interface GatewayOptions {
  /** Base address of every service but `tokens`, which publishes the keys of this test. */
  upstream?: string;
  urls?: Readonly<Record<string, string>>;
  env?: Readonly<Record<string, string>>;
  keys?: TestKeys;
}

export async function startTestGateway({
  upstream = 'http://127.0.0.1:9',
  urls = {},
  env = {},
  keys: given,
}: GatewayOptions = {}): Promise<TestGateway> {
  const keys = given ?? (await startTestKeys());
  if (!given) atEnd(() => keys.stop());
  const addresses = { ...Object.fromEntries(serviceNames.map((name) => [name, upstream])), tokens: keys.url, ...urls };
  const gateway = await startGateway(
    {
      PORT: '0',
      HOST: '127.0.0.1',
      PUBLIC_URL: publicUrl,
      CONTENT_URL: contentUrl,
      CONTENT_PORT: '0',
      GATEWAY_SECRET: gatewaySecret,
      REDIS_URL: testServers().TEST_REDIS_URL,
      REDIS_PREFIX: `test-${randomUUID()}`,
      SERVICE_URLS: JSON.stringify(addresses),
      ...env,
    },
    { log: createLogger('gateway', 'silent') },
  );
  atEnd(() => gateway.stop());
  return {
    ...gateway,
    contentUrl: gateway.contentUrl ?? '',
    port: Number(new URL(gateway.url).port),
    keys,
    token: (actor, change = {}) => keys.sign(actor, { issuer: publicUrl, now: systemClock.now(), ...change }),
  };
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

interface Sent {
  method?: string;
  headers?: Readonly<Record<string, string | string[]>>;
  body?: string | Buffer | Readable;
  /** Another one of loopback is another client. */
  localAddress?: string;
}

/** One request on a connection of its own. Rejects when the answer breaks off. */
export async function send(url: string, { method = 'GET', headers = {}, body, localAddress }: Sent = {}): Promise<Reply> {
  const options = { method, headers, ...(body !== undefined && { body }), ...(localAddress && { localAddress }) };
  const response = await open(url, options);
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += String(chunk);
  return { status: response.statusCode ?? 0, headers: response.headers, text };
}

/** The same, but as soon as the head of the answer is there. */
export async function open(
  url: string,
  { method = 'GET', headers = {}, body, localAddress }: Sent = {},
): Promise<IncomingMessage> {
  const outgoing = request(url, { method, headers, localAddress, agent: false });
  atEnd(async () => {
    outgoing.destroy();
  });
  if (body === undefined || typeof body === 'string' || Buffer.isBuffer(body)) outgoing.end(body);
  else body.pipe(outgoing);
  return await new Promise((resolve, reject) => {
    outgoing.once('response', (response) => {
      // What still fails of a request that was answered is no news.
      outgoing.on('error', () => undefined);
      resolve(response);
    });
    outgoing.once('error', reject);
  });
}

/** Checks that an answer is a problem document and gives it. */
export function toProblem(reply: Reply): ProblemDocument {
  expect(reply.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  const document = problemDocument.parse(JSON.parse(reply.text));
  expect(document.status).toBe(reply.status);
  expect(reply.headers['x-request-id']).toBe(document.requestId);
  return document;
}

/** Sends bytes and gives all that comes back until the connection is closed. */
export async function sendRaw(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    answer += chunk;
  });
  socket.write(bytes, 'latin1');
  await new Promise<void>((resolve) => socket.once('close', () => resolve()).once('error', () => resolve()));
  return answer;
}

/** Takes a raw answer apart as `send` does. */
export function parseRaw(answer: string): Reply {
  const [head = '', text = ''] = answer.split('\r\n\r\n');
  const [statusLine = '', ...lines] = head.split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  return { status: Number(statusLine.split(' ')[1]), headers, text: Buffer.from(text, 'latin1').toString('utf8') };
}

/** A TCP relay in front of a server, to take that server away and bring it back. */
export async function startRelay(target: {
  hostname: string;
  port: number;
}): Promise<{ port: number; cut(): void; restore(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const relay = createTcpServer((client) => {
    const server = connect(target.port, target.hostname);
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
    }
    client.pipe(server).pipe(client);
    client.on('close', () => server.destroy());
    server.on('close', () => client.destroy());
  });
  const listening = (port: number) => new Promise<void>((resolve) => relay.listen(port, '127.0.0.1', resolve));
  await listening(0);
  const { port } = relay.address() as AddressInfo;
  const cut = () => {
    relay.close();
    for (const socket of sockets) socket.destroy();
  };
  atEnd(async () => cut());
  return { port, cut, restore: () => listening(port) };
}
