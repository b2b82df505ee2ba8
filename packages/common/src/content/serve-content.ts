import { isUtf8 } from 'node:buffer';
import type { ServiceName } from '@lyceum/contracts/services';
import { requestMalformed, routeNotFound } from '@lyceum/contracts/shared/common-problems';
import express, { type Request, type Response } from 'express';
import { fail } from '../errors.ts';
import type { AppOptions } from '../http/app-options.ts';
import { clientAddress } from '../http/client-address.ts';
import { createAnonymousContext } from '../http/request-context.ts';
import { sendProblem } from '../http/send-problem.ts';
import type { ContentOptions } from './content-options.ts';
import type { ContentAnswer, ContentRequest, ContentRoute } from './content-route.ts';
import { sendFile } from './send-file.ts';

/** Of the route as an address of the service, and without what stands for a token: for Express, metrics and logs. */
export const contentPath = (service: ServiceName, path: string): string => `/content/${service}${path}`;

const readBytes = express.raw({ limit: '256kb', inflate: false, type: () => true });

export async function serveContent(
  options: AppOptions,
  contents: ContentOptions,
  route: ContentRoute,
  request: Request,
  response: Response,
): Promise<void> {
  const path = contentPath(contents.service, route.path);
  response.on('finish', () => {
    const answeredAt = Number(response.locals['answeredAt'] ?? performance.now());
    const seconds = (answeredAt - Number(response.locals['startedAt'])) / 1000;
    options.metrics.requests.observe({ method: route.method, route: path, status: response.statusCode }, seconds);
  });
  response.locals['loggedPath'] = path;
  try {
    response.set(contentHeaders(contents.publicUrl));
    const ctx = createAnonymousContext(options, request);
    Object.assign(response.locals, { locale: ctx.locale, log: ctx.log });
    const caller = { ctx, client: { address: clientAddress(request, options.gatewaySecret) } };
    const answer = await route.handle({
      ctx,
      params: readParams(request),
      query: new URLSearchParams(/\?.*/s.exec(request.url)?.[0]),
      body: route.method === 'POST' ? await readText(request, response) : '',
      read: (run) => contents.requestTurns(caller, () => options.database.read(ctx, run)),
      transact: (run) => contents.requestTurns(caller, () => options.database.transact(ctx, run)),
    });
    await send(request, response, answer);
  } catch (error) {
    sendProblem(options, 'any', error, request, response);
  }
}

async function send(request: Request, response: Response, answer: ContentAnswer): Promise<void> {
  if ('file' in answer) await sendFile(request, response, answer.file);
  else if ('html' in answer) response.type('text/html').send(answer.html);
  else if (answer.json === undefined) response.status(204).end();
  else response.json(answer.json);
}

/** What the content may do: anything in its own origin, pictures, sound and films from elsewhere, no word to anybody else. */
function contentHeaders(publicUrl: string): Record<string, string> {
  const policy = [
    `frame-ancestors ${new URL(publicUrl).origin} 'self'`,
    "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:",
    "img-src 'self' data: blob: https:",
    "media-src 'self' data: blob: https:",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'self'",
    "object-src 'none'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  };
}

/** Express gives what `*path` stands for as a list of its segments. */
function readParams(request: Request): ContentRequest['params'] {
  const given: Readonly<Record<string, string | string[]>> = request.params;
  const params = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, Array.isArray(value) ? value.join('/') : value]),
  );
  // No file has such a name, and no database takes it.
  if (Object.values(params).some((value) => value.includes('\0'))) throw fail(routeNotFound);
  return params;
}

async function readText(request: Request, response: Response): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  readBytes(request, response, (error?: unknown) => (error ? reject(error) : resolve()));
  await promise;
  // Without a body nothing is read.
  const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  if (!isUtf8(bytes)) throw fail(requestMalformed);
  return bytes.toString();
}
