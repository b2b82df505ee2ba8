import { randomUUID } from 'node:crypto';
import { createSecureContext, getCACertificates } from 'node:tls';
import type { Clock } from '@lyceum/common/context';
import type { Logger } from '@lyceum/common/log';
import type { ProviderSettings } from '@lyceum/contracts/models/provider';
import { Agent, request } from 'undici';
import { addressFault } from './addresses/address-fault.ts';
import { createConnect } from './addresses/create-connect.ts';
import type { ProviderHosts } from './addresses/provider-hosts.ts';
import { beginning, bounded, withSilenceTimeout } from './answer-body.ts';
import { ModelFailure } from './model-failure.ts';
import { addressFailure, connectionFailure, refusalFailure } from './provider-failures.ts';

/** What adapters get from outside. */
export interface AdapterDeps {
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
  /** Bytes of the answer, when it may have more than others. */
  maxLength?: number;
}

export interface ProviderAnswer {
  /** Leaving the loop early ends the request. */
  readonly body: AsyncIterable<Uint8Array>;
}

export interface Transport {
  /** `<provider>/<model>` */
  readonly model: string;
  /** POSTs once, whatever happens. Rejects, as reading the body does, with the signal's reason or with a `ModelFailure`. */
  send(request: ProviderRequest): Promise<ProviderAnswer>;
  /** What an error means that did not come with a status of its own. */
  refusal(status: number, body: string): ModelFailure;
  close(): Promise<void>;
}

/** Bytes of one answer. Events of a stream have 300 bytes around each token. */
const maxAnswerLength = 1024 * 1024;
const maxStreamLength = 16 * 1024 * 1024;
/** An error has a sentence; a page of HTML is not read. */
const maxRefusalLength = 64 * 1024;
/** A vector of 4096 numbers, as the longest models make them. */
const maxVectorLength = 100 * 1024;

/** Bytes of an answer with so many vectors. */
export function maxEmbeddingsLength(count: number): number {
  return maxAnswerLength + count * maxVectorLength;
}

/** A stream may be silent for this part of the whole time: 30 of 120 seconds. The first piece may take all of it. */
const silentPart = 1 / 4;

/**
 * The connections to one provider, which trust its own certificates besides the usual ones. No failure repeats the key.
 *
 * @param model `<provider>/<model>`
 */
export function createTransport(model: string, settings: ProviderSettings, key: string, surroundings: AdapterDeps): Transport {
  const { clock, log, hosts } = surroundings;
  const parts = getParts(key);
  let agent: Agent | undefined;
  /** What the provider was last sent besides the key: it may repeat that too. */
  let credential = '';

  const refusal = (status: number, body: string, sent: string, retryAfter?: string | string[]) =>
    refusalFailure({ model, status, body, retryAfter, secrets: [...parts, sent], clock });

  return {
    model,
    refusal: (status, body) => refusal(status, body, credential),
    async send({ url, headers, authorization, body, signal, timeoutSeconds = settings.timeoutSeconds, maxLength }) {
      signal.throwIfAborted();
      // Settings may be older than the rules.
      if (addressFault(url, hosts)) throw addressFailure(model);
      const timeout = AbortSignal.timeout(timeoutSeconds * 1000);
      const failure = (error: unknown) => {
        if (signal.aborted) return signal.reason;
        return timeout.aborted
          ? timeoutFailure(model, `no whole answer in ${timeoutSeconds} s`)
          : connectionFailure(model, error);
      };
      const requestId = randomUUID();
      const sent = authorization?.split(' ')[1] ?? '';
      credential = sent;
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
        const silence = () => timeoutFailure(model, `nothing more came for ${timeoutSeconds * silentPart} s`);
        const isStream = /event-stream/.test(String(answer.headers['content-type']));
        const max = maxLength ?? (isStream ? maxStreamLength : maxAnswerLength);
        const silenceMs = timeoutSeconds * silentPart * 1000;
        return { body: bounded(withSilenceTimeout(answer.body, silenceMs, silence, failure), max, model) };
      }
      const said = await beginning(answer.body, maxRefusalLength).catch((error: unknown) => {
        throw failure(error);
      });
      throw refusal(status, said, sent, answer.headers['retry-after']);
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
    allowH2: false,
  });
}

function timeoutFailure(model: string, message: string): ModelFailure {
  return new ModelFailure('timeout', { model, message });
}

/** GigaChat's key is an id and a secret. */
function getParts(key: string): string[] {
  const pair = Buffer.from(key, 'base64').toString();
  return [key, pair, pair.slice(pair.indexOf(':') + 1)];
}
