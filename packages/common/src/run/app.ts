import { routeMethodNotAllowed, routeNotFound } from '@lyceum/contracts/shared/common-problems';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { mountPath } from '../client.ts';
import { contentPath, serveContent } from '../content/serve-content.ts';
import { fail } from '../errors.ts';
import type { AppOptions } from '../http/app-options.ts';
import type { Route } from '../http/route.ts';
import { sendProblem } from '../http/send-problem.ts';
import { serve } from '../http/serve.ts';
import { serveProtocol } from '../http/serve-protocol.ts';
import { serveSocket } from '../http/serve-socket.ts';

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
  const toMethods = new Map<string, Set<string>>();
  const mount = (method: string, address: string, handle: (request: Request, response: Response) => Promise<void>) => {
    // An Express method is the lower-case name of the HTTP method.
    app[method.toLowerCase() as 'get'](address, handle);
    toMethods.set(address, (toMethods.get(address) ?? new Set()).add(method));
  };
  for (const route of options.routes.toSorted((one, other) => compareAddresses(one.endpoint.path, other.endpoint.path))) {
    requireMatchingAccess(route);
    const { method, path } = route.endpoint;
    mount(method, mountPath(path), (request, response) => serve(options, route, request, response));
  }
  const { contents } = options;
  for (const route of contents.routes.toSorted((one, other) => compareAddresses(one.path, other.path))) {
    const address = contentPath(contents.service, route.path);
    mount(route.method, address, (request, response) => serveContent(options, contents, route, request, response));
  }
  for (const route of options.sockets.routes)
    mount('GET', mountPath(route.contract.path), (request, response) => serveSocket(options, route, request, response));
  for (const route of options.protocols) {
    app.all(`${mountPath(route.path)}{/*rest}`, (request, response) => serveProtocol(options, route, request, response));
  }
  for (const [address, methods] of toMethods) {
    app.all(address, (_request, response) => {
      response.set('allow', [...methods].join(', '));
      throw fail(routeMethodNotAllowed);
    });
  }
  return app;
}

/** Contract and route must agree on whether anybody, people or services call. */
function requireMatchingAccess({ endpoint: { method, path, open, internal }, access }: Route): void {
  const asksServices = typeof access === 'object' && access.services.length > 0;
  if ((access === 'anyone') !== open || asksServices !== internal || path.startsWith('/internal/') !== internal)
    throw new Error(`${method} ${path}: contract and route differ on who may call it`);
}

/** Express takes the first address that matches: `/programs/letterhead` comes before `/programs/:programId`, whoever lists it first; what takes the rest of a path comes last. */
function compareAddresses(one: string, other: string): number {
  const parametersAt = (path: string) =>
    path
      .split('/')
      .map((segment) => (segment.startsWith('*') ? '2' : segment.startsWith(':') ? '1' : '0'))
      .join('');
  return parametersAt(one).localeCompare(parametersAt(other));
}

/** Mounted after everything else: unknown addresses, then every failure. */
export function finishApp(app: Express, options: Pick<AppOptions, 'constraints' | 'log' | 'onFault'>): void {
  app.use(() => {
    throw fail(routeNotFound);
  });
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
    sendProblem(options, undefined, error, request, response);
  });
}
