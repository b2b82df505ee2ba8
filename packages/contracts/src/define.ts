import { z } from 'zod';
import type { ProblemCode } from './problems.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One HTTP operation: what both sides of the wire agree on. The path is relative to `/api/v1`, except `/.well-known/...` (RFC 8615). */
export interface Endpoint<
  Params extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType = z.ZodType,
  Response extends z.ZodType = z.ZodType,
> {
  readonly method: Method;
  readonly path: string;
  readonly summary: string;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly response: Response;
  /** Success status; 204 when there is no response, a 3xx sends the `location` of the response as the header of that name. */
  readonly status: number;
  /** Domain failures this operation may answer with, besides those every operation has (`commonProblems`). */
  readonly errors: readonly ProblemCode[];
  readonly consumes: 'application/json' | 'application/x-www-form-urlencoded';
  /** Of a stream, `response` is what each event carries. */
  readonly produces: 'application/json' | 'text/event-stream';
  /** Members of the body that it does not know are dropped, where a standard says so; anywhere else they are refused. */
  readonly ignoresUnknown: boolean;
  /** How long anybody may keep the answer; without it nobody may. Of endpoints that tell everybody the same. */
  readonly cacheSeconds: number | undefined;
  /** Takes `Idempotency-Key`: a repeat within 24 h gets the stored reply (draft-ietf-httpapi-idempotency-key-header-07). */
  readonly idempotent: boolean;
  /** Anybody may call it: what counts is in the body, and `Authorization` is not looked at. Its route has the access `anyone`. */
  readonly open: boolean;
  /** Of an OAuth token endpoint: failures that are sent as 400 with this `error` (RFC 6749 5.2). */
  readonly oauthErrors: Readonly<Partial<Record<ProblemCode, string>>> | undefined;
}

interface EndpointParts<Params, Query, Body, Response> {
  summary: string;
  params?: Params;
  query?: Query;
  body?: Body;
  response?: Response;
  status?: number;
  errors?: readonly ProblemCode[];
  consumes?: Endpoint['consumes'];
  ignoresUnknown?: boolean;
  cacheSeconds?: number;
  idempotent?: boolean;
  open?: boolean;
  oauthErrors?: Endpoint['oauthErrors'];
}

const nothing = z.strictObject({});

/** `route` is `"METHOD /path/:param"`. Unknown query parameters and undeclared parts are refused, not ignored. */
export function defineEndpoint<
  Params extends z.ZodObject = typeof nothing,
  Query extends z.ZodObject = typeof nothing,
  Body extends z.ZodType = z.ZodUndefined,
  Response extends z.ZodType = z.ZodVoid,
>(route: `${Method} /${string}`, parts: EndpointParts<Params, Query, Body, Response>): Endpoint<Params, Query, Body, Response> {
  const [method, path] = route.split(' ') as [Method, string];
  return {
    method,
    path,
    summary: parts.summary,
    // An absent part has the type its generic parameter defaults to, which the compiler cannot see.
    params: (parts.params ?? nothing) as Params,
    query: (parts.query ?? nothing) as Query,
    body: (parts.body ?? z.undefined()) as unknown as Body,
    response: (parts.response ?? z.void()) as unknown as Response,
    status: parts.status ?? (parts.response ? 200 : 204),
    errors: parts.errors ?? [],
    consumes: parts.consumes ?? 'application/json',
    produces: 'application/json',
    cacheSeconds: parts.cacheSeconds,
    ignoresUnknown: parts.ignoresUnknown ?? false,
    idempotent: parts.idempotent ?? false,
    open: parts.open ?? false,
    oauthErrors: parts.oauthErrors,
  };
}

/** An endpoint that answers with server-sent events. */
export type StreamEndpoint = Endpoint & { readonly produces: 'text/event-stream' };

/**
 * `event` is the data of each event, sent as JSON. A stream that has nothing to tell any more answers 204, whereupon a browser's
 * EventSource asks no more (WHATWG HTML, section 9.2.3).
 */
export function defineStream<Event extends z.ZodType, Params extends z.ZodObject = typeof nothing>(
  route: `GET /${string}`,
  { event, ...parts }: { event: Event } & Pick<EndpointParts<Params, never, never, never>, 'summary' | 'params' | 'errors'>,
) {
  return { ...defineEndpoint(route, { ...parts, response: event }), produces: 'text/event-stream' } as const;
}

/** A fact other services may react to. Names read `<service>.<noun>-<past participle>.v<n>`. */
export interface EventContract<Name extends string = string, Schema extends z.ZodType = z.ZodType> {
  readonly name: Name;
  readonly schema: Schema;
}
export type EventPayload<Event extends EventContract> = z.output<Event['schema']>;

/** Consumers ignore fields they do not know; a breaking change is a new event with the next `.v<n>`. */
export function defineEvent<Name extends `${string}.${string}-${string}.v${number}`, Schema extends z.ZodType>(
  name: Name,
  schema: Schema,
): EventContract<Name, Schema> {
  return { name, schema };
}

export interface ProblemDefinition {
  /** HTTP status this failure answers with. */
  readonly status: number;
  readonly title: { readonly en: string; readonly ru: string };
}

/** Failures a service declares; the key is the `code` of the problem document. */
export function defineErrors<const Definitions extends Record<string, ProblemDefinition>>(definitions: Definitions): Definitions {
  return definitions;
}
