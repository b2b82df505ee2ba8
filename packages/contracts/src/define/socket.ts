import type { z } from 'zod';

/** A WebSocket: what both sides of it agree on. The path is relative to `/api/v1`; `ticket` in its query says who opens it. */
export interface SocketContract<
  Params extends z.ZodObject = z.ZodObject,
  Incoming extends z.ZodType = z.ZodType,
  Outgoing extends z.ZodType = z.ZodType,
> {
  readonly path: `/${string}`;
  readonly params: Params;
  /** Messages of clients, texts in JSON. */
  readonly incoming: Incoming;
  /** Messages to clients, likewise. */
  readonly outgoing: Outgoing;
  /** Bytes of a message of a client, and how many it may send in a second: more of either closes the socket. */
  readonly maxBytes: number;
  readonly perSecond: number;
}

export function defineSocket<Params extends z.ZodObject, Incoming extends z.ZodType, Outgoing extends z.ZodType>(
  path: `/${string}`,
  parts: Omit<SocketContract<Params, Incoming, Outgoing>, 'path'>,
): SocketContract<Params, Incoming, Outgoing> {
  return { path, ...parts };
}
