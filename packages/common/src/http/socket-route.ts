import type { Permission } from '@lyceum/contracts/define/permission';
import type { SocketContract } from '@lyceum/contracts/define/socket';
import type { z } from 'zod';
import type { Actor, Context } from '../context.ts';
import type { OwnTransactions } from './route.ts';

export interface SocketInput<Socket extends SocketContract> extends Pick<OwnTransactions, 'read'> {
  readonly params: z.output<Socket['params']>;
  readonly ctx: Context;
  readonly actor: Actor;
  /** Aborted when nobody is there any more, or may be: looked at after every wait. */
  readonly signal: AbortSignal;
}

/** Both directions of an open WebSocket. */
export interface SocketSides<Socket extends SocketContract> {
  /** What the client gets. It is closed when they end, with 1008 when they fail with a problem. */
  readonly events: AsyncGenerator<z.input<Socket['outgoing']>>;
  /** Takes what the client sent; not again before it is done. */
  receive(message: z.output<Socket['incoming']>): Promise<void>;
}

type OpenSocket<Socket extends SocketContract> = (input: SocketInput<Socket>) => Promise<SocketSides<Socket>>;

export interface SocketRoute {
  readonly contract: SocketContract;
  readonly access: Permission;
  readonly open: OpenSocket<SocketContract>;
}

/** A WebSocket for whoever has a ticket. What `open` throws answers the handshake with a problem. */
export function socketRoute<Socket extends SocketContract>(
  contract: Socket,
  { access }: { access: Permission },
  open: OpenSocket<NoInfer<Socket>>,
): SocketRoute {
  // Routes of many sockets share one list; serveSocket parses by this contract before it calls.
  return { contract, access, open: open as unknown as OpenSocket<SocketContract> };
}
