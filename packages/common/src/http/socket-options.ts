import type { Redis } from '../redis.ts';
import type { SocketRoute } from './socket-route.ts';
import { createSocketTickets, type SocketTickets } from './socket-tickets.ts';
import { createSockets, type Sockets } from './sockets.ts';

/** What answering WebSockets needs of a running service. */
export interface SocketOptions {
  readonly routes: readonly SocketRoute[];
  readonly tickets: SocketTickets;
  readonly open: Sockets;
}

export function createSocketOptions(
  routes: readonly SocketRoute[],
  redis: Redis,
  prefix: string,
  heartbeatMs?: number,
): SocketOptions {
  return { routes, tickets: createSocketTickets(redis, prefix), open: createSockets(heartbeatMs) };
}
