import type { Revocations } from '../auth/revocations.ts';
import type { ContentOptions } from '../content/content-options.ts';
import type { Clock } from '../context.ts';
import type { Database } from '../database.ts';
import type { ConstraintErrors } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Verifier } from '../run/verifier.ts';
import type { EventStreams } from './event-stream.ts';
import type { ProtocolRoute } from './protocol-route.ts';
import type { RequestTurns } from './request-turns.ts';
import type { Route } from './route.ts';
import type { SocketOptions } from './socket-options.ts';

/** Sees what a request is answered 500 to, as it was thrown; the log gets less. */
export type OnFault = (error: unknown, request: { method: string; path: string }) => void;

/** What answering requests needs of a running service. */
export interface AppOptions {
  routes: readonly Route[];
  protocols: readonly ProtocolRoute[];
  contents: ContentOptions;
  sockets: SocketOptions;
  database: Database;
  streams: EventStreams;
  requestTurns: RequestTurns;
  verifier: Verifier;
  revocations: Revocations;
  constraints: ConstraintErrors;
  gatewaySecret: string;
  clock: Clock;
  log: Logger;
  onFault?: OnFault | undefined;
  metrics: Metrics;
}
