import type { IncomingMessage, ServerResponse } from 'node:http';
import { routeNotFound } from '@lyceum/contracts/shared/common-problems';
import { clientAddress } from './client-address.ts';
import type { ClientErrors } from './client-errors.ts';
import type { Connections } from './connections.ts';
import { openExchange } from './exchange.ts';
import type { Flow } from './flow.ts';
import type { Forward } from './forward.ts';
import type { Metrics } from './metrics.ts';
import type { RateLimits } from './rate-limits.ts';
import { refuse } from './refuse.ts';
import { findContentTarget } from './router.ts';
import { serviceHeaders } from './service-headers.ts';
import { isSound } from './soundness.ts';

interface Parts {
  readonly trustedProxies: number;
  readonly gatewaySecret: string;
  readonly rateLimits: RateLimits;
  readonly connections: Connections;
  readonly clientErrors: ClientErrors;
  readonly forward: Forward;
  readonly metrics: Metrics;
}

const methods = new Set(['GET', 'HEAD', 'POST']);
/** Nobody is signed in at the content address, so that no script there acts as anybody. */
const credentials = new Set(['authorization', 'cookie']);

/** What happens to a request at the content address, in order: no pages of ours, no CORS, no tokens, no WebSockets. */
export function createContentFlow(parts: Parts): Flow {
  const { trustedProxies, rateLimits, connections, clientErrors, forward, metrics } = parts;
  const lifecycle = { draining: false };

  return {
    serve(req: IncomingMessage, res: ServerResponse) {
      const exchange = openExchange(req, res, lifecycle);
      clientErrors.watch(exchange);
      if (!connections.admit(exchange) || !isSound(exchange, methods)) return;
      const target = findContentTarget(exchange.url);
      const address = clientAddress(req.socket.remoteAddress, exchange.head.forwardedFor, trustedProxies);
      if (!target) {
        refuse(exchange, routeNotFound);
        return;
      }
      const startedAt = performance.now();
      exchange.onClose.push(() => {
        metrics.observeRequest(target.service, res.statusCode, (performance.now() - startedAt) / 1000);
      });
      if (!rateLimits.admit(exchange, { prefix: target.prefix, address, actor: undefined })) return;
      const headers = withoutCredentials(serviceHeaders(exchange, target.space ?? 'main', address, parts));
      forward.request(exchange, target, headers, { actor: undefined, address });
    },
    drain() {
      lifecycle.draining = true;
    },
  };
}

function withoutCredentials(headers: readonly string[]): string[] {
  return headers.filter((_, index) => !credentials.has(headers[index - (index % 2)] ?? ''));
}
