import { fail, toDomainError } from '@lyceum/common/errors';
import { docsPages } from '@lyceum/common/http';
import type { Logger } from '@lyceum/common/log';
import express, { type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import type { Registry } from 'prom-client';
import { type Exchange, ownHeaders } from './exchange.ts';
import type { Health } from './health.ts';
import { refuse } from './refuse.ts';
import { strictTransportSecurity } from './security-headers.ts';

const own = /^\/(?:docs|redoc|live|ready|health|metrics|openapi\.json)(?:[/?]|$)/;

export interface Pages {
  owns(url: string): boolean;
  serve(exchange: Exchange): void;
}

interface Sources {
  health: Health;
  readonly openApi: () => Promise<object>;
  registry: Registry;
  log: Logger;
}

/** What the gateway itself shows: documentation, health, metrics. */
export function createPages({ health, openApi, registry, log }: Sources): Pages {
  const exchanges = new WeakMap<object, Exchange>();
  const none = ["'none'"];
  const app = express();
  app.disable('x-powered-by');
  app.use(
    helmet({
      strictTransportSecurity,
      referrerPolicy: { policy: 'no-referrer' },
      contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: none, baseUri: none, frameAncestors: none } },
    }),
  );
  app.get('/live', (_request, response) => {
    response.json({ status: 'live' });
  });
  app.get(['/ready', '/health'], async (_request, response) => {
    response.json({ status: 'ready', checks: await health.ready() });
  });
  app.get('/health/:name', async (request, response) => {
    response.json({ status: 'ready', checks: await health.one(request.params.name) });
  });
  app.get('/metrics', async (_request, response) => {
    response.type(registry.contentType).send(await registry.metrics());
  });
  app.get('/openapi.json', async (_request, response) => {
    response.json(await openApi());
  });
  app.use(docsPages('Lyceum'));
  app.use(() => {
    throw fail('route.not_found');
  });
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
    const exchange = exchanges.get(request);
    const failure = toDomainError(error, {});
    if (!failure) log.error({ err: error, requestId: exchange?.requestId }, 'request failed');
    const { code, details } = failure ?? fail('internal');
    if (exchange) refuse(exchange, code, details);
    else response.destroy();
  });

  return {
    owns: (url) => own.test(url),
    serve(exchange) {
      const { req, res, url } = exchange;
      const headers = ownHeaders(exchange);
      for (let index = 0; index + 1 < headers.length; index += 2) {
        res.appendHeader(String(headers[index]), String(headers[index + 1]));
      }
      exchanges.set(req, exchange);
      req.url = url;
      app(req, res);
    },
  };
}
