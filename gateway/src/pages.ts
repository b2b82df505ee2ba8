import { fail } from '@lyceum/common/errors';
import type { Logger } from '@lyceum/common/log';
import { docsPages } from '@lyceum/common/run/docs-pages';
import type { Health } from '@lyceum/common/run/health';
import { toDomainError } from '@lyceum/common/run/translate-error';
import { internalError, routeNotFound } from '@lyceum/contracts/shared/common-problems';
import express, { type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import { type Exchange, ownHeaders } from './exchange.ts';
import { refuse } from './refuse.ts';
import { strictTransportSecurity } from './security-headers.ts';

export interface Pages {
  serve(exchange: Exchange): void;
}

interface Sources {
  health: Health;
  /** JSON. */
  readonly openApi: () => Promise<string>;
  log: Logger;
}

/** What the gateway itself shows: documentation, health, metrics. */
export function createPages({ health, openApi, log }: Sources): Pages {
  const exchanges = new WeakMap<object, Exchange>();
  const none = ["'none'"];
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.use(
    helmet({
      strictTransportSecurity,
      referrerPolicy: { policy: 'no-referrer' },
      contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: none, baseUri: none, frameAncestors: none } },
    }),
  );
  app.use(health.router);
  app.get('/openapi.json', async (_request, response) => {
    response.type('application/json').send(await openApi());
  });
  app.use(docsPages('Lyceum'));
  app.use(() => {
    throw fail(routeNotFound);
  });
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
    const exchange = exchanges.get(request);
    const failure = toDomainError(error, {});
    if (!failure) log.error({ err: error, requestId: exchange?.requestId }, 'request failed');
    const { problem, details } = failure ?? fail(internalError);
    if (exchange) refuse(exchange, problem, details);
    else response.destroy();
  });

  return {
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
