import { randomUUID } from 'node:crypto';
import type { Endpoint } from '@lyceum/contracts/define/endpoint';
import type { Problem } from '@lyceum/contracts/define/problem';
import {
  authForbidden,
  authRequired,
  authTokenInvalid,
  commonProblems,
  internalError,
  requestInvalid,
  routeMethodNotAllowed,
  routeNotFound,
  serviceUnavailable,
  spaceMismatch,
} from '@lyceum/contracts/shared/common-problems';
import { type Locale, spaceId } from '@lyceum/contracts/shared/fields';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import type { EntityManager } from 'typeorm';
import type { Actor, Verifier } from '../auth.ts';
import type { Revocations } from '../cache.ts';
import { mountPath } from '../client.ts';
import type { Clock, Context } from '../context.ts';
import type { Database } from '../database.ts';
import { type ConstraintErrors, type DomainError, fail, toDomainError, toProblemDocument } from '../errors.ts';
import type { Access, Input, Route, StreamRoute } from '../http.ts';
import type { Logger } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { clientAddress } from './client-address.ts';
import { isKnown, parseIfMatch } from './entity-tags.ts';
import type { EventStreams } from './event-stream.ts';
import { runIdempotently } from './idempotency.ts';
import { oauthProblem } from './oauth-problem.ts';
import { parseBody, parsePart } from './parse.ts';
import type { RequestTurns } from './request-turns.ts';

export interface AppOptions {
  routes: readonly Route[];
  database: Database;
  streams: EventStreams;
  requestTurns: RequestTurns;
  verifier: Verifier;
  revocations: Revocations;
  constraints: ConstraintErrors;
  gatewaySecret: string;
  clock: Clock;
  log: Logger;
  metrics: Metrics;
}

/** The HTTP side of a service: every route of the contracts, and a problem document for everything else. */
export function createApp(options: AppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', 'simple');
  app.set('case sensitive routing', true);
  // `/programs/` is a programme whose id is missing, not the list.
  app.set('strict routing', true);
  app.use((_request: Request, response: Response, next: NextFunction) => {
    response.locals['startedAt'] = performance.now();
    next();
  });
  const methodsOf = new Map<string, Set<string>>();
  for (const route of options.routes) {
    const { method, path, open } = route.endpoint;
    if ((route.access === 'anyone') !== open) throw new Error(`${method} ${path}: contract and route differ on who may call it`);
    const address = mountPath(path);
    // An Express method is the lower-case name of the HTTP method.
    app[method.toLowerCase() as 'get'](address, (request, response) => serve(options, route, request, response));
    methodsOf.set(address, (methodsOf.get(address) ?? new Set()).add(method));
  }
  for (const [address, methods] of methodsOf) {
    app.all(address, (_request, response) => {
      response.set('allow', [...methods].join(', '));
      throw fail(routeMethodNotAllowed);
    });
  }
  return app;
}

/** Mounted after everything else: unknown addresses, then every failure. */
export function finishApp(app: Express, options: Pick<AppOptions, 'constraints' | 'log'>): void {
  app.use(() => {
    throw fail(routeNotFound);
  });
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
    sendProblem(options, undefined, error, request, response);
  });
}

async function serve(options: AppOptions, route: Route, request: Request, response: Response): Promise<void> {
  const { endpoint } = route;
  response.on('finish', () => {
    // A stream has answered with its head, however long it goes on.
    const answeredAt = Number(response.locals['answeredAt'] ?? performance.now());
    const seconds = (answeredAt - Number(response.locals['startedAt'])) / 1000;
    options.metrics.requests.observe({ method: endpoint.method, route: endpoint.path, status: response.statusCode }, seconds);
  });
  if (endpoint.oauthErrors) response.set('pragma', 'no-cache'); // RFC 6749 5.1, with the no-store of every answer
  try {
    const ctx = await createContext(options, route, request);
    response.locals['locale'] = ctx.locale;
    authorize(options, route.access, ctx.actor, endpoint.method);
    response.set('cache-control', endpoint.cacheSeconds ? `public, max-age=${endpoint.cacheSeconds}` : 'no-store');
    const input = {
      params: parsePart(endpoint.params, request.params, 'path', ctx.locale),
      query: parsePart(endpoint.query, request.query, 'query', ctx.locale),
      body: await parseBody(endpoint, request, response, ctx.locale),
      ctx,
      actor: ctx.actor,
      ifMatch: parseIfMatch(request.get('if-match')),
      client: { address: clientAddress(request, options.gatewaySecret), userAgent: request.get('user-agent') ?? '' },
    };
    if (route.transactions === 'per-event') {
      await stream(options, route, input, request, response);
      return;
    }
    const result = await answer(options, route, input, request, response);
    reply(response, endpoint.status, result, endpoint.method === 'GET' ? request.get('if-none-match') : undefined);
  } catch (error) {
    sendProblem(options, route, error, request, response);
  }
}

async function stream(
  { database, streams, revocations, clock }: AppOptions,
  { endpoint, handle }: StreamRoute,
  { params, query, ctx, actor }: Omit<Input<Endpoint, Actor | null>, 'db'>,
  request: Request,
  response: Response,
): Promise<void> {
  const read = <Result>(run: Run<Result>) => database.read(ctx, run);
  const lastEventId = request.get('last-event-id');
  await streams.send({
    response,
    schema: endpoint.response,
    events: (signal) => handle({ params, query, ctx, actor, read, signal, lastEventId }),
    mayGoOn: () => !actor || (!revocations.isRevoked(actor) && actor.expiresAt * 1000 > clock.now().getTime()),
  });
}

async function answer(
  { database, requestTurns }: AppOptions,
  route: Exclude<Route, StreamRoute>,
  input: Omit<Input<Endpoint, Actor | null>, 'db'>,
  request: Request,
  response: Response,
): Promise<unknown> {
  const { ctx } = input;
  const { endpoint } = route;
  if (route.transactions === 'own') {
    const transactions = {
      read: <Result>(run: Run<Result>) => database.read(ctx, run),
      transact: <Result>(run: Run<Result>) => database.transact(ctx, run),
    };
    return endpoint.response.parse(await route.handle({ ...input, ...transactions }));
  }
  const run: Run<unknown> = async (db) => endpoint.response.parse(await route.handle({ ...input, db }));
  if (endpoint.method === 'GET') return requestTurns(input, () => database.read(ctx, run));
  const key = endpoint.idempotent ? request.get('idempotency-key') : undefined;
  const write: Run<unknown> = (db) =>
    key === undefined ? run(db) : runIdempotently({ db, key, endpoint, input, response, run });
  return requestTurns(input, () => database.transact(ctx, write));
}

type Run<Result> = (db: EntityManager) => Promise<Result>;

async function createContext(options: AppOptions, { endpoint }: Route, request: Request): Promise<Context> {
  // A browser or a client may send a credential along that has nothing to do with what the body asks for.
  const actor = endpoint.open ? null : await authenticate(options.verifier, request.get('authorization'));
  const named = request.get('x-lyceum-space');
  if (named !== undefined && !spaceId.safeParse(named).success) throw fail(requestInvalid);
  if (actor && named !== undefined && named !== actor.space) throw fail(spaceMismatch);
  const requestId = requestIdOf(request);
  const space = actor?.space ?? named ?? 'main';
  return {
    actor,
    person: actor?.id ?? null,
    space,
    locale: localeOf(request, actor?.locale),
    requestId,
    log: options.log.child({ requestId, space, ...(actor && { actor: actor.id }) }),
    now: () => options.clock.now(),
  };
}

async function authenticate(verifier: Verifier, header: string | undefined): Promise<Actor | null> {
  if (header === undefined) return null;
  const token = /^Bearer +(\S+)$/i.exec(header)?.[1];
  if (!token) throw fail(authTokenInvalid);
  return verifier.cached(token) ?? (await verifier.verify(token));
}

function authorize({ revocations }: AppOptions, access: Access, actor: Actor | null, method: string): void {
  if (actor) {
    if (revocations.isRevoked(actor)) throw fail(authTokenInvalid);
    // What was revoked while Redis is away is unknown: reading goes on, writing waits.
    if (!revocations.healthy && method !== 'GET') throw fail(serviceUnavailable, { retryAfter: 1 });
  }
  if (access === 'anyone') return;
  if (!actor) throw fail(authRequired);
  if (access !== 'signed-in' && !actor.can(access)) throw fail(authForbidden);
}

function reply(response: Response, status: number, result: unknown, ifNoneMatch?: string): void {
  const body = typeof result === 'object' && result !== null ? result : undefined;
  if (status >= 300 && body && 'location' in body) {
    response.redirect(status, String(body.location));
    return;
  }
  if (body && 'version' in body) {
    const etag = `"${String(body.version)}"`;
    response.set('etag', etag);
    if (isKnown(etag, ifNoneMatch)) {
      response.status(304).end();
      return;
    }
  }
  if (result === undefined) response.status(status).end();
  else response.status(status).json(result);
}

function sendProblem(
  { constraints, log }: Pick<AppOptions, 'constraints' | 'log'>,
  route: Route | undefined,
  error: unknown,
  request: Request,
  response: Response,
): void {
  const requestId = requestIdOf(request);
  const failure = declaredFailure(toDomainError(error, constraints), route);
  if (!failure) log.error({ err: error, requestId, method: request.method, path: request.path }, 'request failed');
  const { details, problem } = failure ?? fail(internalError);
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { retryAfter, detail, errors } = details;
  if (retryAfter !== undefined) response.set('retry-after', String(Math.ceil(retryAfter)));
  const oauthErrors = route?.endpoint.oauthErrors;
  if (problem.status === 401 && !oauthErrors)
    response.set('www-authenticate', problem === authTokenInvalid ? 'Bearer error="invalid_token"' : 'Bearer');
  const occurrence = {
    locale: localeOf(request, response.locals['locale']),
    instance: request.path,
    requestId,
    ...(detail && { detail }),
    ...(errors && { errors }),
  };
  response.set('cache-control', 'no-store');
  const document = toProblemDocument(problem, occurrence);
  if (oauthErrors) {
    const body = oauthProblem(document, problem, oauthErrors);
    response.status(body.status).json(body);
    return;
  }
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(document));
}

/** A failure the operation does not declare is a bug of ours: callers are promised only what its contract lists. */
function declaredFailure(failure: DomainError | undefined, route: Route | undefined): DomainError | undefined {
  if (!failure) return undefined;
  const declared: readonly Problem[] = [...commonProblems, ...(route?.endpoint.errors ?? [])];
  return declared.includes(failure.problem) ? failure : undefined;
}

function requestIdOf(request: Request): string {
  const given = request.get('x-request-id');
  if (given && /^[\w.-]{1,100}$/.test(given)) return given;
  const made = request.res?.locals['requestId'] ?? randomUUID();
  if (request.res) request.res.locals['requestId'] = made;
  return String(made);
}

function localeOf(request: Request, fallback: Locale = 'en'): Locale {
  if (request.get('accept-language') === undefined) return fallback;
  return request.acceptsLanguages('en', 'ru') === 'ru' ? 'ru' : 'en';
}
