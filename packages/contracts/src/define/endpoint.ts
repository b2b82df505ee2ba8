import { z } from 'zod';
import type { Problem } from './problem.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Announced as going away. Days are in UTC, such as `2027-06-01`. */
export interface Deprecation {
  readonly since: string;
  /** From this day on it may be gone. */
  readonly until: string;
  /** Path of what takes its place, written as in a route. */
  readonly successor?: string;
}

/** One HTTP operation: what both sides of the wire agree on. The path is relative to `/api/v1`, except `/.well-known/...` (RFC 8615). */
export interface Endpoint<
  Params extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType = z.ZodType,
  Response extends z.ZodType = z.ZodType,
  Problems extends readonly Problem[] = readonly Problem[],
> {
  /** Its `operationId`: the name it is exported by, after which generated clients name their methods. */
  readonly operationId: string;
  readonly method: Method;
  readonly path: string;
  readonly summary: string;
  /** What the summary has no room for, in Markdown. */
  readonly description: string | undefined;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly response: Response;
  /** Success status; 204 when there is no response, a 3xx sends the `location` of the response as the header of that name. */
  readonly status: number;
  /** Domain failures this operation may answer with, besides those of requests as such (`commonProblems`). */
  readonly errors: Problems;
  readonly consumes: 'application/json' | 'application/x-www-form-urlencoded';
  /** Of a stream, `response` is what each event carries; of a page it is a string of HTML, which may have one `<style>` and no script; of a playlist or a track a string, of `application/octet-stream` bytes. */
  readonly produces:
    | 'application/json'
    | 'application/ld+json'
    | 'application/vc+ld+json'
    | 'application/octet-stream'
    | 'application/vnd.apple.mpegurl'
    | 'text/html'
    | 'text/vtt'
    | 'text/event-stream';
  /** Members of the body that it does not know are dropped, where a standard says so; anywhere else they are refused. */
  readonly ignoresUnknown: boolean;
  /** How long anybody may keep the answer; without it nobody may. Of endpoints that tell everybody the same. */
  readonly cacheSeconds: number | undefined;
  /** Its answer also changes without its version, or differs by reader: it is never 304. */
  readonly volatile: boolean;
  /** Takes `Idempotency-Key`: a repeat within 24 h gets the stored reply (draft-ietf-httpapi-idempotency-key-header-07). */
  readonly idempotent: boolean;
  /** Takes `If-Match`: the version the caller has read; another one answers 412 (RFC 9110 13.1.1). */
  readonly ifMatch: boolean;
  /** Anybody may call it: what counts is in the body, and `Authorization` is not looked at. Its route has the access `anyone`. */
  readonly open: boolean;
  /**
   * For other services alone: asked with a token of the service that names the person it asks for, in no public document, and
   * closed at the gateway. Its path begins with `/internal/<service>`.
   */
  readonly internal: boolean;
  /** Its answers say so in `Deprecation` (RFC 9745), `Sunset` (RFC 8594) and `Link`. */
  readonly deprecated: Deprecation | undefined;
  /** Of an OAuth token endpoint: failures that are sent as 400 with this `error` (RFC 6749 5.2). */
  readonly oauthErrors: Readonly<Partial<Record<string, string>>> | undefined;
}

/** Codes of the failures that an operation declares, besides those every operation has. */
export type CodeOf<E extends Endpoint> = E['errors'][number]['code'];

interface EndpointParts<Params, Query, Body, Response, Problems extends readonly Problem[]> {
  summary: string;
  description?: string;
  params?: Params;
  query?: Query;
  body?: Body;
  response?: Response;
  status?: number;
  errors?: Problems;
  consumes?: Endpoint['consumes'];
  produces?: Exclude<Endpoint['produces'], 'text/event-stream'>;
  ignoresUnknown?: boolean;
  cacheSeconds?: number;
  volatile?: boolean;
  idempotent?: boolean;
  ifMatch?: boolean;
  open?: boolean;
  internal?: boolean;
  deprecated?: Deprecation;
  oauthErrors?: Readonly<Partial<Record<Problems[number]['code'], string>>>;
}

const noFields = z.strictObject({});

/**
 * `operationId` is the name of the constant, `route` is `"METHOD /path/:param"`. Unknown query parameters and undeclared parts are
 * refused, not ignored.
 */
export function defineEndpoint<
  Params extends z.ZodObject = typeof noFields,
  Query extends z.ZodObject = typeof noFields,
  Body extends z.ZodType = z.ZodUndefined,
  Response extends z.ZodType = z.ZodVoid,
  const Problems extends readonly Problem[] = readonly [],
>(
  operationId: string,
  route: `${Method} /${string}`,
  parts: EndpointParts<Params, Query, Body, Response, Problems>,
): Endpoint<Params, Query, Body, Response, Problems> {
  const [method, path] = route.split(' ') as [Method, string];
  return {
    operationId,
    method,
    path,
    summary: parts.summary,
    description: parts.description,
    // An absent part has the type its generic parameter defaults to, which the compiler cannot see.
    params: (parts.params ?? noFields) as Params,
    query: (parts.query ?? noFields) as Query,
    body: (parts.body ?? z.undefined()) as unknown as Body,
    response: (parts.response ?? z.void()) as unknown as Response,
    status: parts.status ?? (parts.response ? 200 : 204),
    errors: (parts.errors ?? []) as unknown as Problems,
    consumes: parts.consumes ?? 'application/json',
    produces: parts.produces ?? 'application/json',
    cacheSeconds: parts.cacheSeconds,
    ignoresUnknown: parts.ignoresUnknown ?? false,
    volatile: parts.volatile ?? false,
    idempotent: parts.idempotent ?? false,
    ifMatch: parts.ifMatch ?? false,
    open: parts.open ?? false,
    internal: parts.internal ?? false,
    deprecated: parts.deprecated,
    oauthErrors: parts.oauthErrors,
  };
}

/** An endpoint that answers with server-sent events. */
export type StreamEndpoint = Endpoint & { readonly produces: 'text/event-stream' };

/**
 * `event` is the data of each event, sent as JSON. A stream that has nothing to tell any more answers 204, whereupon a browser's
 * EventSource asks no more (WHATWG HTML, section 9.2.3).
 */
export function defineStream<
  Event extends z.ZodType,
  Params extends z.ZodObject = typeof noFields,
  Body extends z.ZodType = z.ZodUndefined,
  const Problems extends readonly Problem[] = readonly [],
>(
  operationId: string,
  route: `${'GET' | 'POST'} /${string}`,
  {
    event,
    ...parts
  }: { event: Event } & Pick<
    EndpointParts<Params, never, Body, never, Problems>,
    'summary' | 'description' | 'params' | 'body' | 'errors' | 'internal'
  >,
) {
  return { ...defineEndpoint(operationId, route, { ...parts, response: event }), produces: 'text/event-stream' } as const;
}
