import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type MailReply, type MailRequest, mailRoutes } from './mail-api.ts';
import { MailFailure } from './mail-failure.ts';
import type { Language } from './mail-page-texts.ts';
import type { MessageStore } from './message-store.ts';

interface Route {
  readonly method: string;
  readonly pattern: RegExp;
  readonly handle: (request: MailRequest) => MailReply | Promise<MailReply>;
}

/** The page and the API of the mail catcher. `stopped` ends the requests that wait for a message. */
export function createMailHttp(store: MessageStore, stopped: AbortSignal): Server {
  const routes = Object.entries(mailRoutes(store)).map(([name, handle]): Route => {
    const [method = '', path = ''] = name.split(' ');
    return { method, pattern: new RegExp(`^${path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`), handle };
  });
  return createServer((request, response) => {
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    answer(routes, request, AbortSignal.any([stopped, gone.signal])).then(
      (reply) => send(response, reply),
      (error: unknown) => send(response, problem(error)),
    );
  });
}

async function answer(routes: readonly Route[], request: IncomingMessage, signal: AbortSignal): Promise<MailReply> {
  if (!isLoopback(request.headers.host)) throw new MailFailure(403, 'mail.foreign_host', 'Open this page by its local address');
  const url = new URL(request.url ?? '/', 'http://localhost');
  const matching = routes.filter(({ pattern }) => pattern.test(url.pathname));
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const route = matching.find((each) => each.method === method);
  if (!route) {
    throw matching.length > 0
      ? new MailFailure(405, 'route.method_not_allowed', 'This address has no such method')
      : new MailFailure(404, 'route.not_found', 'There is no such address');
  }
  const params = route.pattern.exec(url.pathname)?.groups ?? {};
  return route.handle({ query: url.searchParams, params, language: getLanguage(request), signal });
}

/** A foreign page that makes its own name resolve to us (DNS rebinding) would read the confirmation links of these mails. */
function isLoopback(host = ''): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host);
}

function getLanguage({ headers }: IncomingMessage): Language {
  return /^\s*ru\b/i.test(headers['accept-language'] ?? '') ? 'ru' : 'en';
}

function problem(error: unknown): MailReply {
  const { status, code, message } =
    error instanceof MailFailure ? error : new MailFailure(500, 'internal', 'The mail catcher failed to answer');
  return {
    status,
    headers: { 'content-type': 'application/problem+json; charset=utf-8' },
    body: JSON.stringify({ type: `urn:lyceum:problem:${code}`, title: message, status, code }),
  };
}

function send(response: ServerResponse, { status, headers, body }: MailReply): void {
  response.writeHead(status, {
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'content-length': Buffer.byteLength(body),
    ...headers,
  });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}
