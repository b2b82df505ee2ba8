import type { Readable } from 'node:stream';
import { addressKey } from '@lyceum/common/client-address';
import type { Actor } from '@lyceum/common/context';
import type { Logger } from '@lyceum/common/log';
import { rateLimited, requestTooLarge, serviceUnavailable, streamTooMany } from '@lyceum/contracts/shared/common-problems';
import type { GatewayConfig } from './config.ts';
import type { Exchange } from './exchange.ts';
import { failureProblem } from './failures.ts';
import { Passage } from './passage.ts';
import { createPlaces } from './places.ts';
import { refuse } from './refuse.ts';
import { bodyTooSlow, clientGone, receiveBody } from './request-body.ts';
import type { Target } from './router.ts';
import type { Upstreams } from './upstreams.ts';

/** Whose request it is. */
export interface Caller {
  readonly actor: Actor | undefined;
  readonly address: string;
}

export interface Forward {
  /** Passes a request on and its answer back, an event stream included. */
  request(exchange: Exchange, target: Target, headers: string[], caller: Caller): void;
  /** Passes a WebSocket handshake on, and what both sides send once the service has agreed to it. */
  upgrade(exchange: Exchange, target: Target, headers: string[], caller: Caller): void;
  /** Ends what would otherwise never end; clients connect again, to another replica. */
  stop(): void;
}

/** The one way to the services: undici writes every request, so that each byte of a connection belongs to the request it framed. */
export function createForward(upstreams: Upstreams, config: GatewayConfig, log: Logger): Forward {
  const setting = { config, log, endings: new Set<() => void>() };
  const streams = createPlaces({
    perClient: config.MAX_STREAMS_PER_CLIENT,
    total: config.MAX_STREAMS,
    tooMany: streamTooMany,
  });
  const requests = createPlaces({
    perClient: config.MAX_IN_FLIGHT_PER_CLIENT,
    total: Number.POSITIVE_INFINITY,
    tooMany: rateLimited,
  });
  const bodies = createPlaces({
    perClient: config.MAX_UNFINISHED_BODIES_PER_CLIENT,
    total: config.MAX_UNFINISHED_BODIES,
    tooMany: rateLimited,
  });

  function takeRequestPlace(exchange: Exchange, target: Target, caller: Caller): (() => void) | undefined {
    const upstream = upstreams[target.service];
    if (upstream.inFlight >= config.MAX_IN_FLIGHT_PER_SERVICE) {
      refuse(exchange, serviceUnavailable, { retryAfter: 1 });
      return undefined;
    }
    const release = requests.take(exchange, toClient(caller));
    if (!release) return undefined;
    upstream.inFlight += 1;
    let isHeld = true;
    return () => {
      if (isHeld) upstream.inFlight -= 1;
      isHeld = false;
      release();
    };
  }

  /** Event streams have places of their own, so that they never take those of requests which end. */
  function takeStreamPlace(exchange: Exchange, caller: Caller): boolean {
    const release = streams.take(exchange, toClient(caller));
    if (release) exchange.onClose.push(release);
    return release !== undefined;
  }

  function send(exchange: Exchange, target: Target, headers: string[], caller: Caller, body: Buffer | Readable | null): void {
    const { res, head } = exchange;
    if (res.closed) return;
    const upstream = upstreams[target.service];
    if (/text\/event-stream/i.test(head.accept ?? '')) {
      if (!takeStreamPlace(exchange, caller)) return;
      new Passage(exchange, target, upstream, { headers, body, livesLong: true }, setting).attempt();
      return;
    }
    const release = takeRequestPlace(exchange, target, caller);
    if (!release) return;
    const becomeStream = () => {
      release();
      return takeStreamPlace(exchange, caller);
    };
    new Passage(exchange, target, upstream, { headers, body, livesLong: false, becomeStream, release }, setting).attempt();
  }

  function sendWithBody(exchange: Exchange, target: Target, headers: string[], caller: Caller): void {
    const { req, res, head, onClose } = exchange;
    const maxBytes = config.MAX_BODY_BYTES_BY_SERVICE[target.service] ?? config.MAX_BODY_BYTES;
    if ((head.contentLength ?? 0) > maxBytes) {
      refuse(exchange, requestTooLarge);
      return;
    }
    const release = bodies.take(exchange, toClient(caller));
    if (!release) return;
    req.once('end', release);
    onClose.push(release);
    if (head.expectsContinue) res.writeContinue();
    const limits = { maxBytes, minBytes: config.MIN_BODY_BYTES, intervalMs: config.MIN_BODY_BYTES_INTERVAL_MS };
    receiveBody(exchange, limits).then(
      (body) => {
        if (!Buffer.isBuffer(body) && !head.chunked) headers.push('content-length', String(head.contentLength));
        send(exchange, target, headers, caller, body);
      },
      (error: Error) => {
        // A client that goes away while it sends needs no answer.
        if (error !== clientGone && !res.closed) refuse(exchange, failureProblem(error), { close: error === bodyTooSlow });
      },
    );
  }

  return {
    request(exchange, target, headers, caller) {
      if (exchange.head.chunked || exchange.head.contentLength) sendWithBody(exchange, target, headers, caller);
      else send(exchange, target, headers, caller, null);
    },
    upgrade(exchange, target, headers, caller) {
      if (!takeStreamPlace(exchange, caller)) return;
      const message = { headers, body: null, livesLong: true, upgrade: 'websocket' } as const;
      new Passage(exchange, target, upstreams[target.service], message, setting).attempt();
    },
    stop() {
      for (const end of setting.endings) end();
    },
  };
}

/** A person, or the network of somebody who has not signed in. */
const toClient = ({ actor, address }: Caller) => actor?.id ?? addressKey(address);
