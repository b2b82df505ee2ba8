import { contentConfig, type Environment, jsonVariable, processConfig, webOrigins } from '@lyceum/common/config';
import { contentPort, serviceNames } from '@lyceum/contracts/services';
import { z } from 'zod';

const milliseconds = (value: number) => z.coerce.number().int().min(1).default(value);
const count = (value: number) => z.coerce.number().int().min(1).default(value);
const megabyte = 1024 * 1024;

/** JSON such as `{"program-generation": 10485760}`. */
const bytesByService = jsonVariable
  .prefault('{}')
  .pipe(z.partialRecord(z.enum(serviceNames), z.int().min(1)))
  // Pieces of uploads by tus; the service itself takes JSON of a megabyte.
  .transform((given) => ({ streaming: 100 * megabyte, ...given }));

const variables = processConfig.extend(contentConfig.shape).extend({
  /** Origins of web clients on other hosts. Browsers may read answers only there; the gateway's own origin needs no entry. */
  CORS_ORIGINS: webOrigins,
  /** Where the content address is listened to; only with CONTENT_URL. */
  CONTENT_PORT: z.coerce.number().int().min(0).max(65535).default(contentPort),
  /** How many reverse proxies stand in front and append to X-Forwarded-For; 0 believes nobody. */
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),

  /** Requests without a valid access token, by client address. */
  RATE_LIMIT_IP: count(600),
  /** Requests with an access token, by user. */
  RATE_LIMIT_USER: count(1200),
  /** Requests to /auth, by client address, signed in or not. */
  RATE_LIMIT_AUTH: count(120),
  /** Requests at the content address, by client address: a package has hundreds of files, and a class has one address. */
  RATE_LIMIT_CONTENT: count(15_000),
  RATE_LIMIT_WINDOW_SECONDS: count(60),
  /** How often replicas add up their counts in Redis. */
  RATE_LIMIT_SYNC_MS: milliseconds(50),

  MAX_BODY_BYTES: count(2 * megabyte),
  /** Larger or smaller body limits of single services. */
  MAX_BODY_BYTES_BY_SERVICE: bytesByService,
  /** Requests one service may have in progress through this process; more are answered 503 at once. */
  MAX_IN_FLIGHT_PER_SERVICE: count(1000),
  /** Requests of one client in progress, of a person or of an address that has not signed in; more are answered 429. */
  MAX_IN_FLIGHT_PER_CLIENT: count(100),
  /** The same of one client address at the content address. */
  MAX_IN_FLIGHT_CONTENT_PER_CLIENT: count(500),

  /** Event streams and WebSockets of one person, or of one address that has not signed in; more are answered 429. */
  MAX_STREAMS_PER_CLIENT: count(20),
  /** Event streams and WebSockets through this process. */
  MAX_STREAMS: count(2000),
  /** Bodies that one client has begun to send and not ended; each may take 64 KiB here and, when larger, a place at a service. */
  MAX_UNFINISHED_BODIES_PER_CLIENT: count(32),
  MAX_UNFINISHED_BODIES: count(1000),
  /** A body has to bring so much in each interval; whoever is slower is answered 408. */
  MIN_BODY_BYTES: count(10 * 1024),
  MIN_BODY_BYTES_INTERVAL_MS: milliseconds(10_000),

  /** A client has this long to send its headers, and this long to send the whole request. */
  CLIENT_HEADERS_TIMEOUT_MS: milliseconds(15_000),
  CLIENT_REQUEST_TIMEOUT_MS: milliseconds(120_000),
  /** Longer than the idle time of the proxy in front (nginx: 60 s), so that it never sends into a closing connection. */
  CLIENT_KEEP_ALIVE_MS: milliseconds(75_000),
  CONNECT_TIMEOUT_MS: milliseconds(3_000),
  /** From the request to the head of the service's answer. */
  FIRST_BYTE_TIMEOUT_MS: milliseconds(30_000),
  /** Between two pieces of an answer; event streams have no such limit. */
  IDLE_TIMEOUT_MS: milliseconds(30_000),
  /** How long after a service stopped accepting connections requests still wait for it to come back. */
  RESTART_PATIENCE_MS: milliseconds(10_000),
  /** How long requests in progress may take after SIGTERM; the process ends after 9 s. */
  SHUTDOWN_GRACE_MS: milliseconds(8_000),
});

/**
 * Every variable of the gateway. Limits count requests in one window; times are milliseconds, sizes bytes. What is shown at the
 * content address has scripts of strangers, so nothing that people sign in to may share its origin.
 */
export const gatewayConfig = variables.superRefine(({ CONTENT_URL, PUBLIC_URL, CORS_ORIGINS }, context) => {
  if (!CONTENT_URL) return;
  const refuse = (message: string) => context.addIssue({ code: 'custom', path: ['CONTENT_URL'], message });
  if (CONTENT_URL === new URL(PUBLIC_URL).origin) refuse('must be another origin (name or port) than PUBLIC_URL');
  if (CORS_ORIGINS.includes(CONTENT_URL)) refuse('must not be among CORS_ORIGINS');
});
export type GatewayConfig = z.output<typeof gatewayConfig>;

/** The variables of this process. */
export function processEnvironment(): Environment {
  return process.env;
}
