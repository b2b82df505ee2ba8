import { authRequired } from '@lyceum/contracts/shared/common-problems';
import type { Request, Response } from 'express';
import { fail } from '../errors.ts';
import type { AppOptions } from './app-options.ts';
import type { ProtocolRoute } from './protocol-route.ts';
import { authorize, createContext } from './request-context.ts';
import { sendProblem } from './send-problem.ts';

const forPeople = { internal: false, open: false };

export async function serveProtocol(
  options: AppOptions,
  route: ProtocolRoute,
  request: Request,
  response: Response,
): Promise<void> {
  response.on('finish', () => {
    const seconds = (performance.now() - Number(response.locals['startedAt'])) / 1000;
    options.metrics.requests.observe({ method: request.method, route: route.path, status: response.statusCode }, seconds);
  });
  try {
    const ctx = await createContext(options, { endpoint: forPeople }, request);
    const { actor } = ctx;
    Object.assign(response.locals, { locale: ctx.locale, log: ctx.log });
    authorize(options, route.access, actor, request.method);
    if (!actor) throw fail(authRequired);
    response.set('cache-control', 'no-store');
    await route.handle(request, response, {
      ...{ ctx, actor },
      read: (run) => options.database.read(ctx, run),
      transact: (run) => options.database.transact(ctx, run),
    });
  } catch (error) {
    sendProblem(options, 'any', error, request, response);
  }
}
