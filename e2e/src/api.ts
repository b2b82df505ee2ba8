import assert from 'node:assert/strict';
import { fillPath } from '@lyceum/common/client';
import type { Endpoint } from '@lyceum/contracts/define/endpoint';
import type { Problem } from '@lyceum/contracts/define/problem';
import { type ProblemDocument, problemDocument } from '@lyceum/contracts/shared/problem-document';
import type { z } from 'zod';

const timeoutMs = 30_000;

export interface Input<E extends Endpoint> {
  params?: z.input<E['params']>;
  query?: z.input<E['query']>;
  body?: z.input<E['body']>;
  token?: string;
  headers?: Readonly<Record<string, string>>;
}

export interface Answer<E extends Endpoint> {
  readonly body: z.output<E['response']>;
  readonly headers: Headers;
}

export type Api = ReturnType<typeof createApi>;

/** The API as a client outside sees it, at the address people type. */
export function createApi(baseUrl: string) {
  /** Any request; `path` begins with a slash. Redirects are not followed. */
  function raw(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(baseUrl + path, { redirect: 'manual', signal: AbortSignal.timeout(timeoutMs), ...init });
  }

  function send<E extends Endpoint>(endpoint: E, input: Input<NoInfer<E>> = {}): Promise<Response> {
    const { params = {}, query = {}, body, token, headers } = input;
    return raw(fillPath(endpoint, params, query), {
      method: endpoint.method,
      headers: {
        ...(body !== undefined && { 'content-type': endpoint.consumes }),
        ...(token && { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body !== undefined && { body: encode(endpoint, body) }),
    });
  }

  return {
    raw,
    send,
    /** Throws unless the answer is the success that the contract declares. */
    async call<E extends Endpoint>(endpoint: E, input: Input<NoInfer<E>> = {}): Promise<Answer<E>> {
      const response = await send(endpoint, input);
      const text = await response.text();
      assert.equal(response.status, endpoint.status, `${endpoint.method} ${endpoint.path} answered ${response.status}: ${text}`);
      const location = response.headers.get('location');
      const answer: unknown = location ? { location } : text === '' ? undefined : JSON.parse(text);
      return { body: endpoint.response.parse(answer) as z.output<E['response']>, headers: response.headers }; // the schema of E made it
    },
  };
}

function encode(endpoint: Endpoint, body: unknown): string {
  if (endpoint.consumes === 'application/json') return JSON.stringify(body);
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(Object(body))) form.set(name, String(value));
  return form.toString();
}

/** Throws unless the answer is the problem document of this code, in the language of the request. */
export async function expectProblem(response: Response, problem: Problem, locale: 'en' | 'ru' = 'en'): Promise<ProblemDocument> {
  const text = await response.text();
  const { code, status, title } = problem;
  assert.equal(response.status, status, `expected ${code} (${status}), got ${response.status}: ${text}`);
  assert.match(response.headers.get('content-type') ?? '', /^application\/problem\+json/, `content type of ${code}`);
  const found = problemDocument.parse(JSON.parse(text));
  assert.deepEqual([found.code, found.status, found.title], [code, status, title[locale]], `problem document of ${code}`);
  assert.equal(response.headers.get('x-request-id'), found.requestId, `request id of ${code}`);
  return found;
}
