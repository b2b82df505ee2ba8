import type { ServiceUrls } from '@lyceum/common/config';
import { type ServiceName, serviceNames } from '@lyceum/contracts/services';
import { Pool } from 'undici';
import type { GatewayConfig } from './config.ts';

/** The way to one service. */
export interface Upstream {
  readonly name: ServiceName;
  /** Base address, without a path. */
  readonly origin: string;
  /** Connections of requests, which end. */
  readonly pool: Pool;
  /** Those of event streams and WebSockets, which no request shares. One is used again only after a stream that ended well. */
  readonly streamPool: Pool;
  inFlight: number;
  /** When connections began to fail, in milliseconds of a monotonic clock; undefined while the service answers. */
  downSince: number | undefined;
}

export type Upstreams = Readonly<Record<ServiceName, Upstream>>;

/** Services must keep idle connections open for longer than this, else a POST may be sent into a closing one. */
const idleConnectionMs = 4_000;

export function createUpstreams(urls: ServiceUrls, config: GatewayConfig): Upstreams {
  const entries = serviceNames.map((name): [ServiceName, Upstream] => {
    const { origin } = new URL(urls[name]);
    const options = {
      connectTimeout: config.CONNECT_TIMEOUT_MS,
      headersTimeout: config.FIRST_BYTE_TIMEOUT_MS,
      keepAliveTimeout: idleConnectionMs,
      keepAliveMaxTimeout: idleConnectionMs,
    };
    const pool = new Pool(origin, { ...options, bodyTimeout: config.IDLE_TIMEOUT_MS });
    // A stream may be silent for as long as it likes.
    const streamPool = new Pool(origin, { ...options, bodyTimeout: 0 });
    return [name, { name, origin, pool, streamPool, inFlight: 0, downSince: undefined }];
  });
  return Object.fromEntries(entries) as Upstreams; // one entry for each name of the registry
}

const firstRetryMs = 50;
const maxRetryMs = 500;

/** Grows with the attempts made so far and differs between requests, so that they do not come back all at once. */
export function backoff(attempts: number): number {
  return Math.min(firstRetryMs * 2 ** Math.min(attempts - 1, 8), maxRetryMs) * (0.75 + Math.random() / 2);
}

/**
 * Called when a connection could not be made: milliseconds until the next attempt, undefined when the service has been away
 * for longer than a restart takes. The time counts from its first failure, not from the request, so that a service which is
 * down keeps nobody waiting.
 */
export function restartDelay(upstream: Upstream, attempts: number, patienceMs: number): number | undefined {
  const now = performance.now();
  upstream.downSince ??= now;
  return now - upstream.downSince < patienceMs ? backoff(attempts) : undefined;
}
