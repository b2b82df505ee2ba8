import { randomBytes } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import fastifyProxy from '@fastify/http-proxy';
import { startGateway } from '@lyceum/gateway/gateway';
import fastify from 'fastify';
import { createProxyMiddleware } from 'http-proxy-middleware';

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
/** Counted, but never reached. */
const unreached = '1000000000';

/** Each gives the address it listens on, a port of its own on loopback. */
export const variants: Readonly<Record<string, (options: VariantOptions) => Promise<string>>> = {
  upstream: () =>
    listen((_req, res) => {
      res.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': answer.length, etag: '"3"' });
      res.end(answer);
    }),

  async 'fastify-http-proxy'({ upstream }) {
    const app = fastify();
    await app.register(fastifyProxy, { upstream });
    return app.listen({ port: 0, host: '127.0.0.1' });
  },

  'http-proxy-middleware'({ upstream }) {
    const proxy = createProxyMiddleware({ target: upstream });
    return listen((req, res) => void proxy(req, res));
  },

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
    });
    return gateway.url;
  },
};

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server's address is never a string
  return `http://127.0.0.1:${port}`;
}
