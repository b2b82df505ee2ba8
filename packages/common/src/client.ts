import type { Endpoint } from '@lyceum/contracts/define/endpoint';
import { type ProblemDocument, problemDocument } from '@lyceum/contracts/shared/problem-document';
import type { z } from 'zod';

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

export interface RequestInput<E extends Endpoint> {
  params?: z.input<E['params']>;
  query?: z.input<E['query']>;
  body?: z.input<E['body']>;
  headers?: Readonly<Record<string, string>>;
  signal?: AbortSignal;
}

/** Sends what a contract says. Throws `CallError` for an answer that is a failure, and what `fetch` throws when there is none. */
export async function sendRequest<E extends Endpoint>(
  baseUrl: string,
  endpoint: E,
  { params, query, body, headers, signal }: RequestInput<E>,
): Promise<Response> {
  const response = await fetch(`${baseUrl}${fillPath(endpoint, params ?? {}, query ?? {})}`, {
    method: endpoint.method,
    redirect: 'manual',
    headers: { accept: endpoint.produces, ...(body !== undefined && { 'content-type': endpoint.consumes }), ...headers },
    ...(signal && { signal }),
    ...(body !== undefined && { body: encodeBody(endpoint, body) }),
  });
  if (response.status < 400) return response;
  throw new CallError(response.status, problemDocument.safeParse(await readJson(response)).data);
}

/** What the contract says of an answer that is no stream. */
export async function readAnswer<E extends Endpoint>(endpoint: E, response: Response): Promise<z.output<E['response']>> {
  const location = response.headers.get('location');
  const answer = location ? { location } : response.status === 204 ? undefined : await readBody(endpoint, response);
  return endpoint.response.parse(answer) as z.output<E['response']>; // the schema of E made it
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

async function readBody({ produces }: Endpoint, response: Response): Promise<unknown> {
  if (produces === 'application/octet-stream') return new Uint8Array(await response.arrayBuffer());
  return produces.startsWith('text/') || produces === 'application/vnd.apple.mpegurl' ? response.text() : readJson(response);
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined; // the schema that parses it says what is missing
  }
}
