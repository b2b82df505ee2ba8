import { randomUUID } from 'node:crypto';
import { createSecureContext, getCACertificates } from 'node:tls';
import type { Clock } from '@lyceum/common/context';
import type { Logger } from '@lyceum/common/log';
import type { ProviderSettings } from '@lyceum/contracts/models';
import { Agent, type Dispatcher, request } from 'undici';
import { addressFault } from './addresses/address-fault.ts';
import { createConnect } from './addresses/create-connect.ts';
import type { ProviderHosts } from './addresses/provider-hosts.ts';
import { ModelFailure } from './model-failure.ts';
import { addressFailure, connectionFailure, refusalFailure } from './provider-failures.ts';

/** What adapters get from outside. */
export interface Surroundings {
  readonly clock: Clock;
  readonly log: Logger;
  readonly hosts: ProviderHosts;
}

interface ProviderRequest {
  url: string;
  headers: Readonly<Record<string, string>>;
  /** `Basic …` or `Bearer …`; none for servers without keys. */
  authorization?: string | undefined;
  body: string;
  signal: AbortSignal;
  /** Seconds, when shorter than those of the settings. */
  timeoutSeconds?: number;
}

export interface ProviderAnswer {
  readonly status: number;
  readonly headers: Dispatcher.ResponseData['headers'];
  /** Leaving the loop early ends the request. */
  readonly body: AsyncIterable<Uint8Array>;
}

export interface Transport {
  /** POSTs once, whatever happens. Rejects, as reading the body does, with the signal's reason or with a `ModelFailure`. */
  send(request: ProviderRequest): Promise<ProviderAnswer>;
  close(): Promise<void>;
}

/** Of one answer; a thousand embeddings are about 20 MB. */
const longestAnswerBytes = 64 * 1024 * 1024;
/** A stream may be silent for this part of the whole time: 30 of 120 seconds. The first piece may take all of it. */
const silentPart = 1 / 4;

/**
 * The connections to one provider, which trust its own certificates besides the usual ones. No failure repeats the key.
 *
 * @param model `<provider>/<model>`
 */
export function createTransport(model: string, settings: ProviderSettings, key: string, surroundings: Surroundings): Transport {
  const { clock, log, hosts } = surroundings;
  const parts = partsOf(key);
  let agent: Agent | undefined;

  return {
    async send({ url, headers, authorization, body, signal, timeoutSeconds = settings.timeoutSeconds }) {
      signal.throwIfAborted();
      // Settings may be older than the rules.
      if (addressFault(url, hosts)) throw addressFailure(model);
      const timeout = AbortSignal.timeout(timeoutSeconds * 1000);
      const failure = (error: unknown) => {
        if (signal.aborted) return signal.reason;
        return timeout.aborted ? tooLate(model, `no whole answer in ${timeoutSeconds} s`) : connectionFailure(model, error);
      };
      const requestId = randomUUID();
      agent ??= createAgent(settings.caCertificate, hosts);
      const answer = await request(url, {
        dispatcher: agent,
        method: 'POST',
        headers: { ...headers, ...(authorization && { authorization }), 'x-request-id': requestId },
        body,
        signal: AbortSignal.any([signal, timeout]),
      }).catch((error: unknown) => {
        throw failure(error);
      });
      const { statusCode: status } = answer;
      log.debug({ model, requestId, status }, 'a model provider answered');
      if (status >= 200 && status < 300) {
        const silence = () => tooLate(model, `nothing more came for ${timeoutSeconds * silentPart} s`);
        return {
          status,
          headers: answer.headers,
          body: watched(answer.body, timeoutSeconds * silentPart * 1000, silence, failure),
        };
      }
      const text = await answer.body.text().catch((error: unknown) => {
        throw failure(error);
      });
      const retryAfter = answer.headers['retry-after'];
      const secrets = [...parts, authorization?.split(' ')[1] ?? ''];
      throw refusalFailure({ model, status, body: text, retryAfter, secrets, clock });
    },
    async close() {
      await agent?.destroy();
    },
  };
}

/** Redirects are answers like any other: nothing is sent where they lead. */
function createAgent(caCertificate: string | null, hosts: ProviderHosts): Agent {
  return new Agent({
    connect: createConnect(hosts, {
      timeout: 10_000,
      allowH2: false,
      // Once, not for every connection: reading all certificates takes 10 ms.
      ...(caCertificate && { secureContext: createSecureContext({ ca: [...getCACertificates('default'), caCertificate] }) }),
    }),
    // Deadlines are those of the settings.
    headersTimeout: 0,
    bodyTimeout: 0,
    maxResponseSize: longestAnswerBytes,
    allowH2: false,
  });
}

/** The pieces as they come. Only the time in which the reader waits for the next one counts as silence. */
async function* watched(
  body: Dispatcher.ResponseData['body'],
  silenceMs: number,
  silence: () => ModelFailure,
  failure: (error: unknown) => unknown,
): AsyncGenerator<Uint8Array> {
  let timer: NodeJS.Timeout | undefined;
  try {
    for await (const piece of body) {
      clearTimeout(timer);
      yield piece;
      timer = setTimeout(() => body.destroy(silence()), silenceMs);
    }
  } catch (error) {
    throw failure(error);
  } finally {
    clearTimeout(timer);
  }
}

function tooLate(model: string, message: string): ModelFailure {
  return new ModelFailure('timeout', { model, message });
}

/** GigaChat's key is an id and a secret. */
function partsOf(key: string): string[] {
  const pair = Buffer.from(key, 'base64').toString();
  return [key, pair, pair.slice(pair.indexOf(':') + 1)];
}
