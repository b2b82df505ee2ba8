import { randomUUID } from 'node:crypto';
import type { ProviderSettings } from '@lyceum/contracts/models/provider';
import type { z } from 'zod';
import { ModelFailure } from '../model-failure.ts';
import { parseAnswer, readProviderAnswer } from '../provider-answer.ts';
import { type AdapterDeps, createTransport, type ProviderAnswer } from '../transport.ts';
import { accessToken } from './answers.ts';
import { createTokenSource } from './token-source.ts';

export type GigachatSettings = Extract<ProviderSettings, { kind: 'gigachat' }>;

/** Seconds in which the token endpoint must have answered. */
const tokenTimeout = 15;

interface PostOptions {
  readonly signal: AbortSignal;
  readonly isStream?: boolean;
  /** Bytes of the answer, when it may have more than others. */
  readonly maxLength?: number;
}

/** Calls of GigaChat's API with a token that is valid. Everything rejects with a `ModelFailure` or the reason of the signal. */
export function createGigachatApi(model: string, settings: GigachatSettings, key: string, surroundings: AdapterDeps) {
  const baseUrl = settings.baseUrl.replace(/\/+$/, '');
  const transport = createTransport(model, settings, key, surroundings);
  const closing = new AbortController();
  const tokens = createTokenSource(requestToken, surroundings.clock);

  async function requestToken() {
    const answer = await transport.send({
      url: settings.authUrl,
      authorization: `Basic ${key}`,
      headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded', rquid: randomUUID() },
      body: new URLSearchParams({ scope: settings.scope }).toString(),
      signal: closing.signal,
      timeoutSeconds: Math.min(tokenTimeout, settings.timeoutSeconds),
    });
    return readProviderAnswer(answer, accessToken, transport);
  }

  /** A token may end earlier than it says: with 401 the call is made once more with another. */
  async function post(path: string, body: string, { signal, isStream = false, maxLength }: PostOptions): Promise<ProviderAnswer> {
    const send = (token: string) =>
      transport.send({
        url: `${baseUrl}${path}`,
        authorization: `Bearer ${token}`,
        headers: { accept: isStream ? 'text/event-stream' : 'application/json', 'content-type': 'application/json' },
        body,
        signal,
        ...(maxLength !== undefined && { maxLength }),
      });
    const token = await tokens.get(signal);
    try {
      return await send(token);
    } catch (error) {
      if (!(error instanceof ModelFailure) || error.kind !== 'unauthorized') throw error;
      tokens.refuse(token);
      return send(await tokens.get(signal));
    }
  }

  return {
    async call<Schema extends z.ZodType>(path: string, body: string, answer: Schema, options: PostOptions) {
      return readProviderAnswer(await post(path, body, options), answer, transport);
    },
    async stream(path: string, body: string, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
      return (await post(path, body, { signal, isStream: true })).body;
    },
    parse: <Schema extends z.ZodType>(body: string, schema: Schema) => parseAnswer(body, schema, transport),
    async close(): Promise<void> {
      closing.abort(new ModelFailure('unavailable', { model, message: 'the provider is not used any more' }));
      await transport.close();
    },
  };
}
