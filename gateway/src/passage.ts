import type { IncomingHttpHeaders } from 'node:http';
import type { Duplex, Readable } from 'node:stream';
import type { Logger } from '@lyceum/common/log';
import { requestTimeout, upstreamUnreachable } from '@lyceum/contracts/shared/common-problems';
import type { Dispatcher } from 'undici';
import { answerHead } from './answer-head.ts';
import type { GatewayConfig } from './config.ts';
import type { Exchange } from './exchange.ts';
import { failureProblem, isUnreachable, mayRepeat } from './failures.ts';
import { refuse } from './refuse.ts';
import { clientGone } from './request-body.ts';
import type { Target } from './router.ts';
import { backoff, restartDelay, type Upstream } from './upstreams.ts';
import { hasAgreed, joinSockets } from './web-socket.ts';

/** What all passages of a gateway share. */
export interface Setting {
  readonly config: GatewayConfig;
  readonly log: Logger;
  /** Each ends an answer that would go on for ever. */
  readonly endings: Set<() => void>;
}

/** What a service is sent. */
export interface Message {
  readonly headers: string[];
  readonly body: Buffer | Readable | null;
  /** An event stream or a WebSocket. */
  readonly livesLong: boolean;
  /** Told that the service answers with an event stream nobody asked for; false when there is no place for it, and it is refused. */
  readonly becomeStream?: () => boolean;
  /** Gives back the place of the request, once or more. */
  readonly release?: () => void;
  readonly upgrade?: 'websocket';
}

const lostConnectionRetries = 2;
/** A longer body costs more as a text than one write saves. */
const maxJoinedBytes = 16 * 1024;

/** One request on its way to a service, with its retries. A class, so that thousands a second share their methods. */
export class Passage implements Dispatcher.DispatchHandler {
  readonly #exchange: Exchange;
  readonly #target: Target;
  readonly #upstream: Upstream;
  readonly #options: Dispatcher.DispatchOptions;
  readonly #setting: Setting;
  readonly #livesLong: boolean;
  readonly #becomeStream: Message['becomeStream'];
  readonly #release: Message['release'];
  #controller: Dispatcher.DispatchController | undefined;
  /** Bytes of the answer's body, as its head says. */
  #length: number | undefined;
  /** The body of the answer, if it came as one piece and is sent together with its head. */
  #wholeBody: Buffer | undefined;
  /** The current attempt has a connection, so the service may have seen the request. */
  #sent = false;
  #attempts = 0;
  /** Of the next attempt, later of a client that has stopped reading. */
  #timer: NodeJS.Timeout | undefined;
  readonly #end = () => {
    this.#exchange.res.end();
    this.#controller?.abort(clientGone);
  };

  constructor(exchange: Exchange, target: Target, upstream: Upstream, message: Message, setting: Setting) {
    this.#exchange = exchange;
    this.#target = target;
    this.#upstream = upstream;
    this.#setting = setting;
    const { headers, body, upgrade } = message;
    const method = exchange.req.method ?? 'GET';
    this.#options = { path: target.path, method, headers, body, ...(upgrade && { upgrade }) };
    this.#release = message.release;
    this.#livesLong = message.livesLong;
    this.#becomeStream = message.becomeStream;
    exchange.onClose.push(() => this.#close());
  }

  attempt(): void {
    this.#sent = false;
    this.#attempts += 1;
    const { pool, streamPool } = this.#upstream;
    (this.#livesLong ? streamPool : pool).dispatch(this.#options, this);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#sent = true;
    this.#controller = controller;
    if (this.#exchange.res.closed) controller.abort(clientGone);
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (status < 200) return;
    this.#upstream.downSince = undefined;
    const isStream = this.#livesLong || (headers['content-type']?.startsWith('text/event-stream') ?? false);
    if (isStream && this.#becomeStream?.() === false) {
      controller.abort(clientGone);
      return;
    }
    this.#length = Number(headers['content-length']);
    const { res } = this.#exchange;
    res.writeHead(status, answerHead(this.#exchange, headers, this.#target.prefix));
    // A stream may begin with silence, which must not hold its head back.
    if (headers['transfer-encoding']) res.flushHeaders();
    if (isStream) this.#setting.endings.add(this.#end);
  }

  onRequestUpgrade(_controller: unknown, status: number, headers: IncomingHttpHeaders, service: Duplex): void {
    const { req, res } = this.#exchange;
    this.#upstream.downSince = undefined;
    if (res.closed || !hasAgreed(req, status, headers)) {
      service.on('error', () => undefined).destroy();
      if (!res.closed) refuse(this.#exchange, upstreamUnreachable);
      return;
    }
    const head = [...answerHead(this.#exchange, headers, this.#target.prefix), 'connection', 'upgrade', 'upgrade', 'websocket'];
    res.writeHead(status, head).flushHeaders();
    joinSockets(req.socket, service);
    // What was written still goes out, but nobody waits for the other side to close, too.
    this.#setting.endings.add(this.#end);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const { res } = this.#exchange;
    if (chunk.length <= maxJoinedBytes && chunk.length === this.#length) {
      this.#wholeBody = chunk;
      return;
    }
    if (res.write(chunk)) return;
    controller.pause();
    // A client that has stopped reading must not hold the connection for ever.
    this.#timer = setTimeout(() => res.destroy(), this.#setting.config.IDLE_TIMEOUT_MS);
    res.once('drain', () => {
      clearTimeout(this.#timer);
      controller.resume();
    });
  }

  onResponseEnd(): void {
    const { res } = this.#exchange;
    // Node joins head and body into one write when the body is a text, too. Latin-1 has each byte as a character.
    if (this.#wholeBody) res.end(this.#wholeBody.toString('latin1'), 'latin1');
    else res.end();
  }

  onResponseError(_controller: unknown, error: Error): void {
    const { res, requestId } = this.#exchange;
    if (res.closed || res.writableEnded) return;
    const delay = res.headersSent ? undefined : this.#retryDelay(error);
    if (delay !== undefined) {
      this.#timer = setTimeout(() => this.attempt(), delay);
      return;
    }
    const problem = failureProblem(error);
    const isClients = problem.status < 500;
    if (!isClients) this.#setting.log.warn({ err: error, requestId, upstream: this.#upstream.name }, 'request not answered');
    refuse(this.#exchange, problem, { close: problem === requestTimeout });
  }

  /**
   * Milliseconds until the next attempt, if there may be one. What was never sent may always be sent again; it waits for a
   * service that restarts, but not for one that has been away longer.
   */
  #retryDelay(error: Error): number | undefined {
    const { method, body } = this.#options;
    if (!this.#sent) {
      const { RESTART_PATIENCE_MS } = this.#setting.config;
      return isUnreachable(error) ? restartDelay(this.#upstream, this.#attempts, RESTART_PATIENCE_MS) : undefined;
    }
    return this.#attempts <= lostConnectionRetries && mayRepeat(error, method, body) ? backoff(this.#attempts) : undefined;
  }

  #close(): void {
    this.#release?.();
    clearTimeout(this.#timer);
    this.#setting.endings.delete(this.#end);
    if (!this.#exchange.res.writableFinished) this.#controller?.abort(clientGone);
  }
}
