import type { ContentRoute } from './content/content-route.ts';
import type { ProtocolRoute } from './http/protocol-route.ts';
import type { Route } from './http/route.ts';
import type { SocketRoute } from './http/socket-route.ts';
import type { JobHandler, Schedule } from './jobs.ts';

/** What a service answers and does while it runs. */
export interface Parts {
  readonly routes: readonly Route[];
  /** Answered beside the routes by libraries that speak a protocol of their own. */
  readonly protocols: readonly ProtocolRoute[];
  /** Answered at the content address, beside the API. */
  readonly contents: readonly ContentRoute[];
  readonly sockets: readonly SocketRoute[];
  readonly jobs: readonly JobHandler[];
  readonly schedules: readonly Schedule[];
  /** Runs when requests and messages have come to rest. */
  stop(): Promise<void>;
}

/** Whatever has to be ended when the service stops. */
export interface Stoppable {
  stop?(): void | Promise<void>;
}

export type FeatureParts = Partial<Omit<Parts, 'stop'>> & Stoppable;
