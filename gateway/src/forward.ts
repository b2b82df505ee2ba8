import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { Logger } from '@lyceum/common/log';
import type { Dispatcher } from 'undici';
import { answerHead } from './answer-head.ts';
import type { GatewayConfig } from './config.ts';
import type { Exchange } from './exchange.ts';
import { failureProblem, isConnectionLost, isUnreachable } from './failures.ts';
import { refuse } from './refuse.ts';
import { bodyTooLarge, clientGone, meteredBody, readWhole } from './request-body.ts';
import type { Target } from './router.ts';
import { backoff, restartDelay, type Upstream, type Upstreams } from './upstreams.ts';

/** Bodies up to this length are read before they are sent on: a slow client then holds no connection to a service. */
const wholeBodyBytes = 64 * 1024;
const lostConnectionRetries = 2;

export type Forward = (exchange: Exchange, target: Target, headers: string[]) => void;

/** Passes a request on with undici and its answer back, with as little between them as HTTP allows. */
export function createForward(upstreams: Upstreams, config: GatewayConfig, log: Logger): Forward {
  return function forward(exchange, target, headers) {
    const { req, res, head } = exchange;
    const upstream = upstreams[target.service];
    const limit = config.MAX_BODY_BYTES_BY_SERVICE[target.service] ?? config.MAX_BODY_BYTES;
    const length = head.contentLength ?? 0;
    if (length > limit) {
      refuse(exchange, 'request.too_large');
      return;
    }
    if (upstream.inFlight >= config.MAX_IN_FLIGHT_PER_SERVICE) {
      refuse(exchange, 'service.unavailable', { retryAfter: 1 });
      return;
    }
    const send = (body: Buffer | Readable | null) =>
      new Passage(exchange, target, upstream, headers, body, config, log).attempt();
    if (length === 0 && !head.chunked) {
      send(null);
      return;
    }
    if (head.expectsContinue) res.writeContinue();
    if (!head.chunked && length <= wholeBodyBytes) {
      // A client that goes away while it sends needs no answer.
      readWhole(req).then(send, () => undefined);
      return;
    }
    if (!head.chunked) headers.push('content-length', String(length));
    send(meteredBody(req, limit));
  };
}

/** One request on its way to a service, with its retries. A class, so that thousands a second share their methods. */
class Passage implements Dispatcher.DispatchHandler {
  readonly #exchange: Exchange;
  readonly #target: Target;
  readonly #upstream: Upstream;
  readonly #options: Dispatcher.DispatchOptions;
  readonly #config: GatewayConfig;
  readonly #log: Logger;
  #controller: Dispatcher.DispatchController | undefined;
  /** The current attempt has a connection, so the service may have seen the request. */
  #sent = false;
  #attempts = 0;
  /** Of the next attempt, later of a client that has stopped reading. */
  #timer: NodeJS.Timeout | undefined;

  constructor(
    exchange: Exchange,
    target: Target,
    upstream: Upstream,
    headers: string[],
    body: Buffer | Readable | null,
    config: GatewayConfig,
    log: Logger,
  ) {
    this.#exchange = exchange;
    this.#target = target;
    this.#upstream = upstream;
    this.#config = config;
    this.#log = log;
    const method = exchange.req.method ?? 'GET';
    this.#options = { path: target.path, method, headers, body };
    // An answer in events may be silent for as long as it likes.
    if (exchange.head.accept?.includes('text/event-stream')) this.#options.bodyTimeout = 0;
    upstream.inFlight += 1;
    exchange.res.on('close', () => this.#close());
  }

  attempt(): void {
    this.#sent = false;
    this.#attempts += 1;
    this.#upstream.pool.dispatch(this.#options, this);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#sent = true;
    this.#controller = controller;
    if (this.#exchange.res.closed) controller.abort(clientGone);
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (status < 200) return;
    this.#upstream.downSince = undefined;
    const { res } = this.#exchange;
    res.writeHead(status, answerHead(this.#exchange, headers, this.#target.prefix));
    // A stream may begin with silence, which must not hold its head back.
    if (headers['transfer-encoding']) res.flushHeaders();
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const { res } = this.#exchange;
    if (res.write(chunk)) return;
    controller.pause();
    // A client that has stopped reading must not hold the connection for ever.
    this.#timer = setTimeout(() => res.destroy(), this.#config.IDLE_TIMEOUT_MS);
    res.once('drain', () => {
      clearTimeout(this.#timer);
      controller.resume();
    });
  }

  onResponseEnd(): void {
    this.#exchange.res.end();
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    const { res, requestId } = this.#exchange;
    if (res.closed) return;
    const delay = res.headersSent ? undefined : this.#retryDelay(error);
    if (delay !== undefined) {
      this.#timer = setTimeout(() => this.attempt(), delay);
      return;
    }
    if (error !== bodyTooLarge) this.#log.warn({ err: error, requestId, upstream: this.#upstream.name }, 'request not answered');
    refuse(this.#exchange, failureProblem(error));
  }

  /**
   * Milliseconds until the next attempt, if there may be one. What was never sent may always be sent again; it waits for a
   * service that restarts, but not for one that has been away longer. What may have arrived is repeated only if that is the
   * same as once (RFC 9110 section 9.2.2).
   */
  #retryDelay(error: Error): number | undefined {
    const { method, body } = this.#options;
    if (!this.#sent) {
      const { RESTART_PATIENCE_MS } = this.#config;
      return isUnreachable(error) ? restartDelay(this.#upstream, this.#attempts, RESTART_PATIENCE_MS) : undefined;
    }
    const repeatable = isConnectionLost(error) && !body && idempotent.has(method);
    return repeatable && this.#attempts <= lostConnectionRetries ? backoff(this.#attempts) : undefined;
  }

  #close(): void {
    this.#upstream.inFlight -= 1;
    clearTimeout(this.#timer);
    if (!this.#exchange.res.writableFinished) this.#controller?.abort(clientGone);
  }
}

const idempotent = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']);
