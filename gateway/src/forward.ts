import type { Readable } from 'node:stream';
import type { Logger } from '@lyceum/common/log';
import type { GatewayConfig } from './config.ts';
import type { Exchange } from './exchange.ts';
import { Passage } from './passage.ts';
import { refuse } from './refuse.ts';
import { meteredBody, readWhole } from './request-body.ts';
import type { Target } from './router.ts';
import type { Upstreams } from './upstreams.ts';

/** Bodies up to this length are read before they are sent on: a slow client then holds no connection to a service. */
const wholeBodyBytes = 64 * 1024;

export interface Forward {
  /** Passes a request on and its answer back, an event stream included. */
  request(exchange: Exchange, target: Target, headers: string[]): void;
  /** Passes a WebSocket handshake on, and what both sides send once the service has agreed to it. */
  upgrade(exchange: Exchange, target: Target, headers: string[]): void;
  /** Ends what would otherwise never end; clients connect again, to another replica. */
  stop(): void;
}

/** The one way to the services: undici writes every request, so that each byte of a connection belongs to the request it framed. */
export function createForward(upstreams: Upstreams, config: GatewayConfig, log: Logger): Forward {
  const setting = { config, log, endings: new Set<() => void>() };

  function request(exchange: Exchange, target: Target, headers: string[]): void {
    const { req, res, head } = exchange;
    const upstream = upstreams[target.service];
    const limit = config.MAX_BODY_BYTES_BY_SERVICE[target.service] ?? config.MAX_BODY_BYTES;
    const length = head.contentLength ?? 0;
    const livesLong = wantsEvents(exchange);
    if (length > limit) {
      refuse(exchange, 'request.too_large');
      return;
    }
    if (!livesLong && upstream.inFlight >= config.MAX_IN_FLIGHT_PER_SERVICE) {
      refuse(exchange, 'service.unavailable', { retryAfter: 1 });
      return;
    }
    const send = (body: Buffer | Readable | null) => {
      if (!livesLong) {
        upstream.inFlight += 1;
        res.on('close', () => {
          upstream.inFlight -= 1;
        });
      }
      new Passage(exchange, target, upstream, { headers, body, livesLong }, setting).attempt();
    };
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
  }

  return {
    request,
    upgrade(exchange, target, headers) {
      const message = { headers, body: null, livesLong: true, upgrade: 'websocket' } as const;
      new Passage(exchange, target, upstreams[target.service], message, setting).attempt();
    },
    stop() {
      for (const end of setting.endings) end();
    },
  };
}

const wantsEvents = ({ head }: Exchange) => head.accept?.includes('text/event-stream') ?? false;
