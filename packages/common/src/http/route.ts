import type { Endpoint, StreamEndpoint } from '@lyceum/contracts/define/endpoint';
import type { Permission } from '@lyceum/contracts/define/permission';
import { preconditionFailed } from '@lyceum/contracts/shared/common-problems';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import type { Actor, Context } from '../context.ts';
import { fail } from '../errors.ts';

/** Who may call: anybody, whoever is signed in, or roles, of internal endpoints services, with this permission. */
export type Access = 'anyone' | 'signed-in' | Permission;

export interface Input<E extends Endpoint, Caller> {
  readonly params: z.output<E['params']>;
  readonly query: z.output<E['query']>;
  readonly body: z.output<E['body']>;
  /** A read for GET, otherwise the transaction of this request. */
  readonly db: EntityManager;
  readonly ctx: Context;
  readonly actor: Caller;
  /** Versions the caller says it has read (`If-Match`, RFC 9110 13.1.1); undefined when it does not say. */
  readonly ifMatch: readonly number[] | undefined;
  /** Address of the caller and what it calls itself, for limits and session lists. */
  readonly client: {
    readonly address: string;
    readonly userAgent: string;
    /** Of an open endpoint, where it is no access token: `Authorization` as it was sent. */
    readonly authorization: string | undefined;
  };
}

type Handler<E extends Endpoint, Caller> = (input: Input<E, Caller>) => Promise<z.input<E['response']>>;

/** Each call takes a connection and gives it back. */
export interface OwnTransactions {
  read<Result>(run: (db: EntityManager) => Promise<Result>): Promise<Result>;
  transact<Result>(run: (db: EntityManager) => Promise<Result>): Promise<Result>;
}

interface OwnInput<E extends Endpoint, Caller> extends Omit<Input<E, Caller>, 'db'>, OwnTransactions {
  /** The one transaction of an idempotent endpoint that makes its answer: a repeat of the request gets what is stored with it. */
  transactReply<Result>(run: (db: EntityManager) => Promise<Result>): Promise<Result>;
}

type OwnHandler<E extends Endpoint, Caller> = (input: OwnInput<E, Caller>) => Promise<z.input<E['response']>>;

export interface StreamInput<E extends StreamEndpoint, Caller>
  extends Pick<Input<E, Caller>, 'params' | 'query' | 'body' | 'ctx' | 'actor'>,
    Pick<OwnTransactions, 'read'> {
  /** Aborted when nobody listens any more, or may: looked at after every wait. */
  readonly signal: AbortSignal;
  /** The last event a client has that connects again. */
  readonly lastEventId: string | undefined;
}

export interface StreamedEvent<Data> {
  readonly id?: string | number;
  readonly data: Data;
}

type StreamHandler<E extends StreamEndpoint, Caller> = (
  input: StreamInput<E, Caller>,
) => AsyncGenerator<StreamedEvent<z.input<E['response']>>>;

interface RouteOf<Transactions extends 'per-request' | 'own' | 'per-event', Handle> {
  readonly endpoint: Endpoint;
  readonly access: Access;
  readonly transactions: Transactions;
  readonly handle: Handle;
}

export type StreamRoute = RouteOf<'per-event', StreamHandler<StreamEndpoint, Actor | null>>;

export type Route =
  | RouteOf<'per-request', Handler<Endpoint, Actor | null>>
  | RouteOf<'own', OwnHandler<Endpoint, Actor | null>>
  | StreamRoute;

type CallerOf<A extends Access> = A extends 'anyone' ? null : Actor;

/** One endpoint with who may call it and what it does. Its requests wait for a connection in fair turns of people. */
export function route<E extends Endpoint, A extends Access>(
  endpoint: E,
  { access }: { access: A },
  handle: Handler<NoInfer<E>, CallerOf<A>>,
): Route {
  // Routes of many endpoints share one list; createApp parses by this endpoint and checks this access before it calls.
  return { endpoint, access, transactions: 'per-request', handle: handle as unknown as Handler<Endpoint, Actor | null> };
}

/**
 * For a handler that is slow where it needs no database, such as while it hashes a password, or that needs none at all: it
 * opens its transactions itself and holds no connection in between. What it wrote before it fails stays.
 */
export function routeWithOwnTransactions<E extends Endpoint, A extends Access>(
  endpoint: E,
  { access }: { access: A },
  handle: OwnHandler<NoInfer<E>, CallerOf<A>>,
): Route {
  // As above.
  return { endpoint, access, transactions: 'own', handle: handle as unknown as OwnHandler<Endpoint, Actor | null> };
}

/**
 * Server-sent events, for as long as the handler has any and the caller may have them. What it throws before its first event
 * answers with a problem; afterwards it breaks the stream off.
 */
export function streamRoute<E extends StreamEndpoint, A extends Access>(
  endpoint: E,
  { access }: { access: A },
  handle: StreamHandler<NoInfer<E>, CallerOf<A>>,
): Route {
  // As above.
  return {
    endpoint,
    access,
    transactions: 'per-event',
    handle: handle as unknown as StreamHandler<StreamEndpoint, Actor | null>,
  };
}

/** Answers 412 when the caller has read another version than the current one. */
export function requireVersion(current: number, ifMatch: readonly number[] | undefined): void {
  if (ifMatch && !ifMatch.includes(current)) throw fail(preconditionFailed);
}
