import { authRequired, authTokenInvalid, requestInvalid } from '@lyceum/contracts/shared/common-problems';
import { parameterTexts, validationTexts } from '@lyceum/contracts/shared/validation-texts';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Actor } from '../context.ts';
import { fail } from '../errors.ts';
import type { AppOptions } from './app-options.ts';
import { parsePart } from './parse.ts';
import { authorize, createContextFor, getLocale } from './request-context.ts';
import { runSocket } from './run-socket.ts';
import { sendProblem } from './send-problem.ts';
import type { SocketRoute } from './socket-route.ts';

const ticketQuery = z.strictObject({ ticket: z.string().max(100).optional() });

/** A handshake: whoever has a ticket for this address is that person from here on, as long as the token lives it was issued by. */
export async function serveSocket(options: AppOptions, route: SocketRoute, request: Request, response: Response): Promise<void> {
  const { sockets, revocations, metrics } = options;
  const { contract } = route;
  const observe = (status: number) => {
    const seconds = (performance.now() - Number(response.locals['startedAt'])) / 1000;
    metrics.requests.observe({ method: request.method, route: contract.path, status }, seconds);
  };
  response.on('finish', () => observe(response.statusCode));
  const ending = new AbortController();
  const { signal } = ending;
  try {
    const offer = sockets.open.find(request);
    if (!offer) throw fail(requestInvalid);
    offer.socket.once('close', () => ending.abort());
    const actor = await takeTicket(options, request);
    const ctx = createContextFor(options, request, actor);
    Object.assign(response.locals, { locale: ctx.locale, log: ctx.log });
    // It may change data.
    authorize(options, route.access, actor, 'CONNECT');
    const params = parsePart(contract.params, request.params, 'path', validationTexts[ctx.locale]);
    const release = sockets.open.takePlace(actor.id);
    signal.addEventListener('abort', release);
    if (offer.socket.destroyed) ending.abort();
    const sides = await route.open({ params, ctx, actor, signal, read: (run) => options.database.read(ctx, run) });
    const isAuthorized = () => !revocations.isRevoked(actor) && !hasExpired(options, actor);
    sockets.open.accept(request, response, contract.maxBytes, (socket) => {
      observe(101);
      runSocket({ socket, sides, contract, ending, isAuthorized, heartbeatMs: sockets.open.heartbeatMs }, (error) => {
        ctx.log.error({ err: error, path: contract.path }, 'socket failed');
        options.onFault?.(error, { method: request.method, path: contract.path });
      });
    });
  } catch (error) {
    ending.abort();
    sendProblem(options, 'any', error, request, response);
  }
}

const hasExpired = ({ clock }: AppOptions, { expiresAt }: Actor) => expiresAt * 1000 <= clock.now().getTime();

async function takeTicket(options: AppOptions, request: Request): Promise<Actor> {
  const { ticket } = parsePart(ticketQuery, request.query, 'query', parameterTexts[getLocale(request)]);
  if (ticket === undefined) throw fail(authRequired);
  const actor = await options.sockets.tickets.take(ticket, request.path);
  if (!actor || hasExpired(options, actor)) throw fail(authTokenInvalid);
  return actor;
}
