import { createServer } from 'node:http';
import { type AddressInfo, Server as NetServer, type Socket } from 'node:net';
import { routeMethodNotAllowed } from '@lyceum/contracts/shared/common-problems';
import { type ClientErrors, writeProblem } from './client-errors.ts';
import type { GatewayConfig } from './config.ts';
import type { Flow } from './flow.ts';

/** A kilobyte less than Node's usual 16, which services have: they get a few more headers than the client sent. */
const maxHeaderBytes = 15 * 1024;
const checkTimeoutsMs = 1_000;
/** While it stops, idle connections stay open this long: what a proxy in front sends on one just now is still answered. */
const idleGraceMs = 1_000;
const sweepMs = 100;

export interface Listening {
  readonly url: string;
  /** Takes no new connection and resolves when what is under way has been answered, or the time is up. */
  stop(graceMs: number): Promise<void>;
}

/** The HTTP server with its limits; nothing that Node would answer by itself remains. */
export async function listen(flow: Flow, clientErrors: ClientErrors, config: GatewayConfig, port: number): Promise<Listening> {
  const server = createServer({
    maxHeaderSize: maxHeaderBytes,
    headersTimeout: config.CLIENT_HEADERS_TIMEOUT_MS,
    requestTimeout: config.CLIENT_REQUEST_TIMEOUT_MS,
    keepAliveTimeout: config.CLIENT_KEEP_ALIVE_MS,
    connectionsCheckingInterval: checkTimeoutsMs,
    requireHostHeader: false,
    // Anything else, such as the h2c some clients offer with each request, is answered as if nothing had been offered.
    shouldUpgradeCallback: (req) =>
      flow.upgrade !== undefined && req.method === 'GET' && req.headers.upgrade?.toLowerCase() === 'websocket',
  });
  // The size of headers is limited; with a limit of their number Node would drop the rest in silence.
  server.maxHeadersCount = 0;
  server.on('request', flow.serve);
  server.on('checkContinue', flow.serve);
  server.on('checkExpectation', flow.serve);
  const { upgrade } = flow;
  if (upgrade) server.on('upgrade', (req, socket, head) => upgrade(req, socket as Socket, head)); // a TCP server has no other streams
  server.on('connect', (_req, socket) => writeProblem(socket, routeMethodNotAllowed));
  server.on('clientError', clientErrors.answer);

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, config.HOST, resolve);
  });
  const address = server.address() as AddressInfo; // a TCP server's address is never a string
  const host = config.HOST === '0.0.0.0' ? '127.0.0.1' : config.HOST;

  return {
    url: `http://${host}:${address.port}`,
    async stop(graceMs) {
      // `close` of an HTTP server would also close idle connections, at once.
      const closed = new Promise<void>((resolve) => NetServer.prototype.close.call(server, () => resolve()));
      const stoppedAt = performance.now();
      const sweep = setInterval(() => {
        if (performance.now() - stoppedAt > Math.min(idleGraceMs, graceMs)) server.closeIdleConnections();
      }, sweepMs);
      const force = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearInterval(sweep);
      clearTimeout(force);
      server.close(); // ends the timers of the HTTP server
    },
  };
}
