import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, Server as NetServer } from 'node:net';
import type { Upgrade } from '../http/sockets.ts';

/** A proxy that sends on an idle connection just as it is closed sees a failure; so idle ones stay open this long while stopping. */
const idleGraceMs = 2_000;

const stopLimitMs = 7_000;

export interface Listening {
  readonly url: string;
  /** Takes no new connection, answers what is under way and what still comes on open ones, then closes them. */
  stop(): Promise<void>;
}

/** Without `upgrade` an offer of another protocol is a plain request. */
export async function listen(handler: RequestListener, host: string, port: number, upgrade?: Upgrade): Promise<Listening> {
  let stopping = false;
  const server = createServer((request, response) => {
    if (stopping) response.setHeader('connection', 'close');
    handler(request, response);
  });
  if (upgrade) server.on('upgrade', upgrade);
  // Longer than any proxy in front keeps a connection, so that the proxy is the one that closes.
  server.keepAliveTimeout = 75_000;
  server.requestTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo; // a TCP server's address is never a string
  const name = host === '0.0.0.0' ? '127.0.0.1' : host;

  return {
    url: `http://${name}:${address.port}`,
    async stop() {
      stopping = true;
      // Not the method of the HTTP server, which closes idle connections at once.
      const closed = new Promise<void>((resolve) => NetServer.prototype.close.call(server, () => resolve()));
      const close = setTimeout(() => {
        const sweep = setInterval(() => server.closeIdleConnections(), 100);
        server.once('close', () => clearInterval(sweep));
      }, idleGraceMs);
      const force = setTimeout(() => server.closeAllConnections(), stopLimitMs);
      await closed;
      clearTimeout(close);
      clearTimeout(force);
    },
  };
}
