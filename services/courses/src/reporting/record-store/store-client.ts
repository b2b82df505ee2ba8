import { createStrangerClient, type StrangerAnswer } from '@lyceum/llm/addresses/create-stranger-client';
import type { ProviderHosts } from '@lyceum/llm/addresses/provider-hosts';
import { conceal } from '@lyceum/llm/conceal';
import { createFailure, type StoreFailure } from './store-failure.ts';

/** `about` is small, and of an error the first sentence counts. */
const bounds = { timeoutMs: 10_000, maxAnswerLength: 16 * 1024 };
const maxSaidLength = 300;

export interface StoreAccess {
  readonly endpoint: string;
  readonly username: string;
  readonly secret: string;
}

interface StoreRequest {
  readonly method: 'GET' | 'POST';
  /** After the endpoint: `/statements`. */
  readonly path: string;
  readonly body?: string;
  readonly signal: AbortSignal;
}

/** `ok` with the beginning of the body, or why not. */
export type StoreAnswer = { readonly ok: true; readonly body: string } | { readonly ok: false; readonly failure: StoreFailure };

export interface StoreClient {
  /** Asks once. Rejects only with the reason of the signal. */
  ask(access: StoreAccess, request: StoreRequest): Promise<StoreAnswer>;
  stop(): Promise<void>;
}

/** Speaks xAPI 1.0.3 to record stores, which are strangers. */
export function createStoreClient(hosts: ProviderHosts): StoreClient {
  const client = createStrangerClient(hosts, bounds);
  return {
    async ask({ endpoint, username, secret }, { path, ...request }) {
      const credential = Buffer.from(`${username}:${secret}`).toString('base64');
      const headers = {
        authorization: `Basic ${credential}`,
        'x-experience-api-version': '1.0.3',
        accept: 'application/json',
        ...(request.body !== undefined && { 'content-type': 'application/json' }),
      };
      const answer = await client.ask(`${endpoint.replace(/\/+$/, '')}${path}`, { ...request, headers });
      return toStoreAnswer(answer, [secret, credential]);
    },
    stop: client.stop,
  };
}

function toStoreAnswer(answer: StrangerAnswer, secrets: readonly string[]): StoreAnswer {
  if (answer.outcome === 'no-connection') return { ok: false, failure: createFailure('connection', null, answer.code) };
  if (answer.outcome !== 'answered') return { ok: false, failure: createFailure(answer.outcome) };
  const { status, body } = answer;
  if (status >= 200 && status < 300) return { ok: true, body };
  const kind = status === 401 || status === 403 ? 'credentials' : status < 400 ? 'redirect' : 'answer';
  return { ok: false, failure: createFailure(kind, status, toSaid(body, secrets)) };
}

/** Bounded before any work is done on it: what the secret is written as takes a few times its length. */
function toSaid(body: string, secrets: readonly string[]): string {
  return conceal(body.slice(0, 4 * maxSaidLength), secrets)
    .replace(/[\p{Cc}\p{Cs}\s]+/gu, ' ')
    .trim()
    .slice(0, maxSaidLength)
    .toWellFormed();
}
