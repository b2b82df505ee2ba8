import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Actor } from '@lyceum/common/context';
import { DomainError } from '@lyceum/common/errors';
import type { Logger } from '@lyceum/common/log';
import { bearerToken } from '@lyceum/common/request-rules';
import type { Revocations } from '@lyceum/common/revocations';
import type { Verifier } from '@lyceum/common/run/verifier';
import {
  authForbidden,
  internalError,
  requestInvalid,
  routeNotFound,
  serviceUnavailable,
} from '@lyceum/contracts/shared/common-problems';
import { accessRefusal } from './access.ts';
import { isForOperator, isPublic } from './addresses.ts';
import { clientAddress, reachesDirectly } from './client-address.ts';
import type { ClientErrors } from './client-errors.ts';
import type { Connections } from './connections.ts';
import type { Cors } from './cors.ts';
import { type Exchange, openExchange } from './exchange.ts';
import type { Caller, Forward } from './forward.ts';
import type { Metrics } from './metrics.ts';
import { isOpen } from './open-addresses.ts';
import type { Pages } from './pages.ts';
import type { RateLimits } from './rate-limits.ts';
import { refuse } from './refuse.ts';
import { findTarget, type Target } from './router.ts';
import { serviceHeaders } from './service-headers.ts';
import { isSound } from './soundness.ts';
import { isHandshake } from './web-socket.ts';

interface Parts {
  trustedProxies: number;
  gatewaySecret: string;
  verifier: Verifier;
  revocations: Revocations;
  rateLimits: RateLimits;
  connections: Connections;
  cors: Cors;
  clientErrors: ClientErrors;
  pages: Pages;
  forward: Forward;
  metrics: Metrics;
  log: Logger;
}

export interface Flow {
  readonly serve: (req: IncomingMessage, res: ServerResponse) => void;
  /** WebSockets, where there may be any. */
  readonly upgrade?: (req: IncomingMessage, socket: Socket, head: Buffer) => void;
  /** From now on each answer closes its connection. */
  drain(): void;
}

type Pass = (headers: string[], caller: Caller) => void;

/** What happens to a request, in order. */
export function createFlow(parts: Parts): Flow {
  const { verifier, revocations, rateLimits, connections, cors, clientErrors, pages, forward, metrics, log } = parts;
  const lifecycle = { draining: false };

  function open(req: IncomingMessage, res: ServerResponse): Exchange {
    const exchange = openExchange(req, res, lifecycle);
    clientErrors.watch(exchange);
    cors.admit(exchange);
    return exchange;
  }

  function serve(req: IncomingMessage, res: ServerResponse): void {
    const exchange = open(req, res);
    if (!connections.admit(exchange) || !isSound(exchange) || cors.answerPreflight(exchange)) return;
    const target = findTarget(exchange.url);
    if (!target) {
      if (isForOperator(exchange.url) && isDirect(exchange)) pages.serve(exchange);
      else if (!isPublic(exchange.url)) refuse(exchange, routeNotFound);
      else if (rateLimits.admit(exchange, { prefix: '', address: toAddress(exchange), actor: undefined })) pages.serve(exchange);
      return;
    }
    const startedAt = performance.now();
    exchange.onClose.push(() => {
      metrics.observeRequest(target.service, res.statusCode, (performance.now() - startedAt) / 1000);
    });
    admit(exchange, target, false, (headers, caller) => forward.request(exchange, target, headers, caller));
  }

  function upgrade(req: IncomingMessage, socket: Socket, head: Buffer): void {
    // Node takes its own listener away with the upgrade; the connection's end is dealt with by its 'close'.
    socket.on('error', () => undefined);
    const res = new ServerResponse(req);
    res.shouldKeepAlive = false;
    res.assignSocket(socket);
    // Nobody reads the socket of a refused handshake, so its end cannot be waited for.
    res.on('finish', () => socket.destroySoon());
    const exchange = open(req, res);
    if (!isSound(exchange)) return;
    if (!isHandshake(req, head)) {
      refuse(exchange, requestInvalid);
      return;
    }
    const target = findTarget(exchange.url);
    if (!target) {
      refuse(exchange, routeNotFound);
      return;
    }
    // Browsers let any page open a WebSocket anywhere (OWASP ASVS 4.4.2).
    if (exchange.head.origin && !cors.allows(exchange.head.origin)) {
      refuse(exchange, authForbidden);
      return;
    }
    admit(exchange, target, true, (headers, caller) => {
      metrics.upgrades.inc({ upstream: target.service });
      forward.upgrade(exchange, target, headers, caller);
    });
  }

  const toAddress = ({ req, head }: Exchange) => clientAddress(req.socket.remoteAddress, head.forwardedFor, parts.trustedProxies);

  const isDirect = ({ req, head }: Exchange) =>
    reachesDirectly(req.socket.remoteAddress, head.forwardedFor, parts.trustedProxies);

  /** Limits, token, revocation, space; calls `pass` with the headers for the service when nothing speaks against it. */
  function admit(exchange: Exchange, target: Target, isUpgrade: boolean, pass: Pass): void {
    const { req, res, head } = exchange;
    const address = toAddress(exchange);
    const proceed = (actor: Actor | undefined) => {
      if (res.closed) return;
      const request = { method: req.method, upgrade: isUpgrade, pathSpace: target.space };
      const refusal = actor && accessRefusal(actor, request, revocations);
      if (refusal) {
        refuse(exchange, refusal, refusal === serviceUnavailable ? { retryAfter: 1 } : {});
        return;
      }
      pass(serviceHeaders(exchange, target.space ?? actor?.space ?? 'main', address, parts), { actor, address });
    };

    const token = isOpen(req.method, target.path) ? undefined : bearerToken(head.authorization);
    const known = token === undefined ? undefined : verifier.cached(token);
    // A token that was never seen counts by address, so that checking invented signatures is limited, too.
    if (!rateLimits.admit(exchange, { prefix: target.prefix, address, actor: known })) return;
    if (token === undefined || known) proceed(known);
    else verifier.verify(token).then(proceed, (error: unknown) => refuseError(exchange, error));
  }

  function refuseError(exchange: Exchange, error: unknown): void {
    if (error instanceof DomainError) {
      refuse(exchange, error.problem, error.details);
      return;
    }
    log.error({ err: error, requestId: exchange.requestId }, 'request failed');
    refuse(exchange, internalError);
  }

  return {
    serve,
    upgrade,
    drain() {
      lifecycle.draining = true;
    },
  };
}
