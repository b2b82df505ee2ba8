import type { Endpoint, StreamEndpoint } from '@lyceum/contracts/define/endpoint';
import type { ServiceName } from '@lyceum/contracts/services';
import type { z } from 'zod';
import { CallError, type RequestInput, readAnswer, sendRequest } from './client.ts';
import type { ServiceConfig } from './config.ts';
import type { Clock } from './context.ts';
import { type OnBehalf, onBehalfHeaders } from './http/on-behalf.ts';
import { createOwnToken } from './own-token.ts';
import { readEvents } from './server-sent-events.ts';

export type { OnBehalf };

type Input<E extends Endpoint> = Omit<RequestInput<E>, 'headers' | 'signal'> & {
  readonly onBehalf: OnBehalf;
  readonly signal: AbortSignal;
};

/**
 * Internal endpoints of other services, asked with the service's own token for a person. Both throw `CallError` when the other
 * side answers with a failure, what `fetch` throws when it does not answer, and the reason of the signal.
 */
export interface ServiceClient {
  call<E extends Endpoint>(service: ServiceName, endpoint: E, input: Input<NoInfer<E>>): Promise<z.output<E['response']>>;
  /** Events as they come. Leaving the loop early ends the request; a stream without a sign of life for a minute fails. */
  stream<E extends StreamEndpoint>(
    service: ServiceName,
    endpoint: E,
    input: Input<NoInfer<E>>,
  ): AsyncGenerator<z.output<E['response']>>;
}

export function createServiceClient(
  name: ServiceName,
  { SERVICE_URLS: urls, SERVICE_SECRET: secret }: Pick<ServiceConfig, 'SERVICE_URLS' | 'SERVICE_SECRET'>,
  clock: Clock,
  { silenceMs = 60_000 } = {},
): ServiceClient {
  const ownToken = createOwnToken({ tokensUrl: urls.tokens, service: name, secret, clock });

  async function send<E extends Endpoint>(
    service: ServiceName,
    endpoint: E,
    { onBehalf, ...input }: Input<E>,
  ): Promise<Response> {
    const attempt = (token: string) =>
      sendRequest<E>(urls[service], endpoint, {
        ...input,
        headers: { ...onBehalfHeaders(onBehalf), authorization: `Bearer ${token}` },
      });
    const token = await ownToken.get(input.signal);
    try {
      return await attempt(token);
    } catch (error) {
      if (!(error instanceof CallError) || error.status !== 401) throw error;
      // Signed with a key that is no longer published.
      ownToken.forget(token);
      return attempt(await ownToken.get(input.signal));
    }
  }

  return {
    async call(service, endpoint, input) {
      return readAnswer(endpoint, await send(service, endpoint, input));
    },
    async *stream(service, endpoint, input) {
      const leaving = new AbortController();
      const signal = AbortSignal.any([input.signal, leaving.signal]);
      const { body } = await send(service, endpoint, { ...input, signal });
      if (!body) return;
      const silence = setTimeout(() => leaving.abort(new Error(`${service} has said nothing for ${silenceMs} ms`)), silenceMs);
      async function* heard(pieces: AsyncIterable<Uint8Array>) {
        for await (const piece of pieces) {
          silence.refresh();
          yield piece;
        }
      }
      try {
        for await (const data of readEvents(heard(body))) yield endpoint.response.parse(JSON.parse(data)) as never; // the schema of E made it
      } finally {
        clearTimeout(silence);
        leaving.abort();
      }
    },
  };
}
