import type { Endpoint } from '@lyceum/contracts/define/endpoint';
import { parameterTexts, validationTexts } from '@lyceum/contracts/shared/validation-texts';
import type { Request, Response } from 'express';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../context.ts';
import type { AppOptions } from './app-options.ts';
import { clientAddress } from './client-address.ts';
import { deprecationHeaders } from './deprecation-headers.ts';
import { isKnown, parseIfMatch } from './entity-tags.ts';
import { runIdempotently } from './idempotency.ts';
import { answerInOwnTransactions } from './own-transactions.ts';
import { parseBody, parsePart } from './parse.ts';
import { authorize, createContext } from './request-context.ts';
import type { Input, Route, StreamRoute } from './route.ts';
import { sendPage } from './send-page.ts';
import { sendProblem } from './send-problem.ts';

export async function serve(options: AppOptions, route: Route, request: Request, response: Response): Promise<void> {
  const { endpoint } = route;
  response.on('finish', () => {
    // A stream has answered with its head, however long it goes on.
    const answeredAt = Number(response.locals['answeredAt'] ?? performance.now());
    const seconds = (answeredAt - Number(response.locals['startedAt'])) / 1000;
    options.metrics.requests.observe({ method: endpoint.method, route: endpoint.path, status: response.statusCode }, seconds);
  });
  if (endpoint.deprecated) response.set(deprecationHeaders(endpoint.deprecated));
  if (endpoint.oauthErrors) response.set('pragma', 'no-cache'); // RFC 6749 5.1, with the no-store of every answer
  try {
    const ctx = await createContext(options, route, request);
    Object.assign(response.locals, { locale: ctx.locale, log: ctx.log });
    authorize(options, route.access, ctx.actor, endpoint.method);
    response.set('cache-control', endpoint.cacheSeconds ? `public, max-age=${endpoint.cacheSeconds}` : 'no-store');
    const input = {
      params: parsePart(endpoint.params, request.params, 'path', validationTexts[ctx.locale]),
      query: parsePart(endpoint.query, request.query, 'query', parameterTexts[ctx.locale]),
      body: await parseBody(endpoint, request, response, ctx.locale),
      ctx,
      actor: ctx.actor,
      ifMatch: endpoint.ifMatch ? parseIfMatch(request.get('if-match')) : undefined,
      client: {
        address: clientAddress(request, options.gatewaySecret),
        userAgent: request.get('user-agent') ?? '',
        authorization: request.get('authorization'),
      },
    };
    if (route.transactions === 'per-event') {
      await stream(options, route, input, request, response);
      return;
    }
    const result = await answer(options, route, input, request, response);
    // Express compares, too.
    if (endpoint.volatile) delete request.headers['if-none-match'];
    reply(response, endpoint, result, endpoint.method === 'GET' ? request.get('if-none-match') : undefined);
  } catch (error) {
    sendProblem(options, route, error, request, response);
  }
}

async function stream(
  { database, streams, revocations, clock }: AppOptions,
  { endpoint, handle }: StreamRoute,
  { params, query, body, ctx, actor }: Omit<Input<Endpoint, Actor | null>, 'db'>,
  request: Request,
  response: Response,
): Promise<void> {
  const read = <Result>(run: Run<Result>) => database.read(ctx, run);
  const lastEventId = request.get('last-event-id');
  await streams.send({
    response,
    schema: endpoint.response,
    events: (signal) => handle({ params, query, body, ctx, actor, read, signal, lastEventId }),
    outlastsStop: actor !== null && actor.service !== null,
    // What a service began it may finish: its next request comes with its next token.
    isAuthorized: () =>
      !actor || actor.service !== null || (!revocations.isRevoked(actor) && actor.expiresAt * 1000 > clock.now().getTime()),
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
  const key = endpoint.idempotent ? request.get('idempotency-key') : undefined;
  const call = key === undefined ? undefined : { key, endpoint, input, response };
  if (route.transactions === 'own') return answerInOwnTransactions(database, route, input, call);
  const run: Run<unknown> = async (db) => endpoint.response.parse(await route.handle({ ...input, db }));
  if (endpoint.method === 'GET') return requestTurns(input, () => database.read(ctx, run));
  const write: Run<unknown> = (db) => (call ? runIdempotently(db, call, run) : run(db));
  return requestTurns(input, () => database.transact(ctx, write));
}

type Run<Result> = (db: EntityManager) => Promise<Result>;

function reply(response: Response, { status, produces }: Endpoint, result: unknown, ifNoneMatch?: string): void {
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
  else if (produces === 'text/html') sendPage(response, status, String(result));
  else if (isPlain(produces)) response.status(status).type(produces).send(toBuffer(result));
  else response.status(status).type(produces).json(result);
}

/** Whether an answer goes out as it is: bytes, or a text. */
const isPlain = (produces: Endpoint['produces']) =>
  ['application/octet-stream', 'application/vnd.apple.mpegurl', 'text/vtt'].includes(produces);

const toBuffer = (result: unknown) => (result instanceof Uint8Array ? Buffer.from(result) : Buffer.from(String(result)));
