import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import fastifyProxy from '@fastify/http-proxy';
import { startGateway } from '@lyceum/gateway/gateway';
import fastify from 'fastify';
import { createProxyMiddleware } from 'http-proxy-middleware';
import { undiciAlone } from './undici-alone.ts';

/** What a variant needs to know. */
export interface VariantOptions {
  readonly upstream: string;
  readonly keys: string;
  readonly issuer: string;
  readonly redis: string;
}

/** About what a course or a programme is in JSON. */
const answer = Buffer.from(
  JSON.stringify({ id: '0192f0c4-7d1e-7c3a-9b1a-2f6f0d8f1b11', title: 'Programme', text: 'x'.repeat(220) }),
);
/** A server's frame that closes (RFC 6455 5.5.1). */
const close = Buffer.from([0x88, 0]);
/** Counted, but never reached. */
const unreached = '1000000000';

/** Each gives the address it listens on, a port of its own on loopback. */
export const variants: Readonly<Record<string, (options: VariantOptions) => Promise<string>>> = {
  upstream: () =>
    listen(
      (_req, res) => {
        res.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': answer.length, etag: '"3"' });
        res.end(answer);
      },
      (req, socket) => {
        const accept = createHash('sha1').update(`${req.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`);
        const head = ['HTTP/1.1 101 Switching Protocols', 'Connection: Upgrade', 'Upgrade: websocket'];
        socket.on('error', () => undefined).on('end', () => socket.end());
        socket
          .once('data', () => socket.end(close))
          .write(`${[...head, `Sec-WebSocket-Accept: ${accept.digest('base64')}`].join('\r\n')}\r\n\r\n`);
      },
    ),

  async 'fastify-http-proxy'({ upstream }) {
    const app = fastify();
    await app.register(fastifyProxy, { upstream, websocket: true });
    app.server.on('upgrade', outliveReset);
    return app.listen({ port: 0, host: '127.0.0.1' });
  },

  'http-proxy-middleware'({ upstream }) {
    const proxy = createProxyMiddleware({ target: upstream });
    // A TCP server has no other streams.
    return listen(
      (req, res) => void proxy(req, res),
      (req, socket, head) => proxy.upgrade(req, socket as Socket, head),
    );
  },

  'undici-alone': ({ upstream }) => listen(undiciAlone(upstream)),

  async gateway({ upstream, keys, issuer, redis }) {
    const services = { users: upstream, notifications: upstream, 'program-generation': upstream, tokens: keys };
    const gateway = await startGateway({
      HOST: '127.0.0.1',
      PORT: '0',
      PUBLIC_URL: issuer,
      GATEWAY_SECRET: randomBytes(32).toString('hex'),
      REDIS_URL: redis,
      SERVICE_URLS: JSON.stringify(services),
      LOG_LEVEL: 'warn',
      RATE_LIMIT_IP: unreached,
      RATE_LIMIT_USER: unreached,
      MAX_STREAMS_PER_CLIENT: unreached,
      MAX_STREAMS: unreached,
    });
    return gateway.url;
  },
};

/** A client that leaves a WebSocket without a word ends no proxy. */
function outliveReset(_req: IncomingMessage, socket: Duplex): void {
  socket.on('error', () => undefined);
}

type UpgradeListener = (req: IncomingMessage, socket: Duplex, head: Buffer) => void;

async function listen(listener: RequestListener, onUpgrade?: UpgradeListener): Promise<string> {
  const server = createServer(listener);
  if (onUpgrade) server.on('upgrade', outliveReset).on('upgrade', onUpgrade);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server's address is never a string
  return `http://127.0.0.1:${port}`;
}
