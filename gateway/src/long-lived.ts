import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Logger } from '@lyceum/common/log';
import { type ServiceName, serviceNames } from '@lyceum/contracts/services';
import { createProxyMiddleware, type RequestHandler } from 'http-proxy-middleware';
import { answerHead } from './answer-head.ts';
import type { GatewayConfig } from './config.ts';
import type { Exchange } from './exchange.ts';
import { failureProblem, isUnreachable } from './failures.ts';
import { refuse } from './refuse.ts';
import type { Target } from './router.ts';
import { restartDelay, type Upstreams } from './upstreams.ts';

export interface LongLived {
  /** Passes on a GET that asks for `text/event-stream`. */
  stream(exchange: Exchange, target: Target, headers: readonly string[]): void;
  /** Passes on a WebSocket handshake and then what both sides send. */
  upgrade(exchange: Exchange, target: Target, headers: readonly string[], socket: Socket, head: Buffer): void;
  /** Ends what would otherwise never end; clients connect again, to another replica. */
  stop(): void;
}

interface Passage {
  readonly exchange: Exchange;
  readonly target: Target;
  attempts: number;
}

const silent = Object.assign(new Error('the service did not answer in time'), { code: 'ETIMEDOUT' });

/** Event streams and WebSockets, passed on by http-proxy-middleware: they live long, so what one more layer costs does not count. */
export function createLongLived(upstreams: Upstreams, config: GatewayConfig, log: Logger): LongLived {
  const passages = new WeakMap<IncomingMessage, Passage>();
  const endings = new Set<() => void>();

  function onError(error: Error, req: IncomingMessage): void {
    const passage = passages.get(req);
    if (!passage || passage.exchange.res.closed) return;
    const { exchange, target } = passage;
    const upstream = upstreams[target.service];
    const mayRepeat = !exchange.res.headersSent && !req.headers.upgrade && isUnreachable(error);
    const delay = mayRepeat ? restartDelay(upstream, passage.attempts, config.RESTART_PATIENCE_MS) : undefined;
    if (delay === undefined) {
      log.warn({ err: error, requestId: exchange.requestId, upstream: target.service }, 'stream not answered');
      refuse(exchange, failureProblem(error));
      return;
    }
    const timer = setTimeout(() => attempt(passage), delay);
    exchange.res.once('close', () => clearTimeout(timer));
  }

  function onRequest(proxyReq: ClientRequest): void {
    proxyReq.setTimeout(config.FIRST_BYTE_TIMEOUT_MS, () => proxyReq.destroy(silent));
    proxyReq.once('response', () => proxyReq.setTimeout(0));
  }

  function onResponse(proxyRes: IncomingMessage, req: IncomingMessage, res: ServerResponse): void {
    const passage = passages.get(req);
    if (!passage) return;
    const { exchange, target } = passage;
    upstreams[target.service].downSince = undefined;
    // With the head sent, the middleware copies no headers of its own.
    res.writeHead(proxyRes.statusCode ?? 502, answerHead(exchange, proxyRes.headers, target.prefix));
    res.flushHeaders();
    const end = () => {
      proxyRes.unpipe(res);
      proxyRes.destroy();
      res.end();
    };
    endings.add(end);
    res.once('close', () => endings.delete(end));
  }

  /** The answer to a handshake, 101 or a refusal, carries the gateway's headers, too. */
  function onHandshake(proxyReq: ClientRequest, req: IncomingMessage, socket: Socket): void {
    const own = passages.get(req)?.exchange.answerHeaders ?? [];
    const mark = (proxyRes: IncomingMessage) => Object.assign(proxyRes.headers, toObject(own));
    proxyReq.once('response', mark).once('upgrade', (proxyRes, proxySocket) => {
      mark(proxyRes);
      socket.once('close', () => proxySocket.destroy());
    });
    // What was written still goes out, but nobody waits for the other side to close, too.
    const end = () => socket.destroySoon();
    endings.add(end);
    socket.once('close', () => endings.delete(end));
  }

  const middlewareOf = (name: ServiceName): RequestHandler =>
    createProxyMiddleware({
      target: upstreams[name].origin,
      changeOrigin: true,
      upgradeTimeout: config.FIRST_BYTE_TIMEOUT_MS,
      on: { error: onError, proxyReq: onRequest, proxyRes: onResponse, proxyReqWs: onHandshake },
    });
  const middlewares = Object.fromEntries(serviceNames.map((name) => [name, middlewareOf(name)])) as Record<
    ServiceName,
    RequestHandler
  >; // one entry for each name of the registry

  function prepare(exchange: Exchange, target: Target, headers: readonly string[]): Passage {
    const passage = { exchange, target, attempts: 0 };
    passages.set(exchange.req, passage);
    exchange.req.url = target.path;
    exchange.req.headers = toObject(headers);
    return passage;
  }

  function attempt(passage: Passage): void {
    passage.attempts += 1;
    const { req, res } = passage.exchange;
    // Failures reach onError.
    void middlewares[passage.target.service](req, res);
  }

  return {
    stream: (exchange, target, headers) => attempt(prepare(exchange, target, headers)),
    upgrade(exchange, target, headers, socket, head) {
      prepare(exchange, target, [...headers, 'connection', 'Upgrade', 'upgrade', 'websocket']);
      middlewares[target.service].upgrade(exchange.req, socket, head);
    },
    stop() {
      for (const end of endings) end();
    },
  };
}

/** Repeated headers become one list (RFC 9110 section 5.3). */
function toObject(headers: readonly string[]): Record<string, string> {
  const object: Record<string, string> = {};
  for (let index = 0; index + 1 < headers.length; index += 2) {
    const name = String(headers[index]);
    object[name] = name in object ? `${object[name]}, ${headers[index + 1]}` : String(headers[index + 1]);
  }
  return object;
}
