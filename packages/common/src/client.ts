import type { Endpoint } from '@lyceum/contracts/define/endpoint';
import type { ServiceName } from '@lyceum/contracts/services';
import { type ProblemDocument, problemDocument } from '@lyceum/contracts/shared/problem-document';
import type { z } from 'zod';
import type { ServiceUrls } from './config.ts';

/** The other side answered with a problem document. */
export class CallError extends Error {
  override name = 'CallError';
  readonly status: number;
  readonly problem: ProblemDocument | undefined;

  constructor(status: number, answer: ProblemDocument | undefined) {
    super(answer ? `${answer.code}: ${answer.detail ?? answer.title}` : `status ${status}`);
    this.status = status;
    this.problem = answer;
  }
}

type Input<E extends Endpoint> = {
  params?: z.input<E['params']>;
  query?: z.input<E['query']>;
  body?: z.input<E['body']>;
  headers?: Readonly<Record<string, string>>;
  /** Access token the call is made with. */
  token?: string;
  requestId?: string;
};

/** Typed calls of other services; the answer is parsed by the contract. Throws `CallError`, or what `fetch` throws when there is no answer. */
export function createClient({ urls, timeoutMs = 5000 }: { urls: ServiceUrls; timeoutMs?: number }) {
  return async function call<E extends Endpoint>(
    service: ServiceName,
    endpoint: E,
    input: Input<NoInfer<E>>,
  ): Promise<z.output<E['response']>> {
    const response = await fetch(`${urls[service]}${fillPath(endpoint, input.params ?? {}, input.query ?? {})}`, {
      method: endpoint.method,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        accept: 'application/json',
        ...(input.body !== undefined && { 'content-type': endpoint.consumes }),
        ...(input.token && { authorization: `Bearer ${input.token}` }),
        ...(input.requestId && { 'x-request-id': input.requestId }),
        ...input.headers,
      },
      ...(input.body !== undefined && { body: encodeBody(endpoint, input.body) }),
    });
    if (response.status >= 400) throw new CallError(response.status, problemDocument.safeParse(await readJson(response)).data);
    const location = response.headers.get('location');
    const answer = location ? { location } : response.status === 204 ? undefined : await readJson(response);
    return endpoint.response.parse(answer) as z.output<E['response']>; // the schema of E made it
  };
}

/** Path with parameters and query filled in, `/api/v1` in front where the endpoint has it. */
export function fillPath(
  endpoint: Endpoint,
  params: Readonly<Record<string, unknown>>,
  query: Readonly<Record<string, unknown>>,
): string {
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  return `${mountPath(path)}${search.size > 0 ? `?${search}` : ''}`;
}

/** `/.well-known` stays at the root (RFC 8615), everything else is under the version. */
export function mountPath(path: string): string {
  return path.startsWith('/.well-known/') ? path : `/api/v1${path}`;
}

function encodeBody(endpoint: Endpoint, body: unknown): string {
  if (endpoint.consumes === 'application/json') return JSON.stringify(body);
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(Object(body))) form.set(name, String(value));
  return form.toString();
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined; // the schema that parses it says what is missing
  }
}
