import { Agent, request } from 'undici';
import { z } from 'zod';
import { beginning } from '../answer-body.ts';
import { addressFault } from './address-fault.ts';
import { addressRefused, createConnect } from './create-connect.ts';
import type { ProviderHosts } from './provider-hosts.ts';

interface StrangerRequest {
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

/** An answer of any status, or why there is none. */
export type StrangerAnswer =
  /** `body` is the beginning of it. */
  | { readonly outcome: 'answered'; readonly status: number; readonly body: string }
  /** No server of strangers may be there. */
  | { readonly outcome: 'address-refused' }
  | { readonly outcome: 'timeout' }
  /** `code` is that of Node, such as `ECONNREFUSED`; empty where there is none. */
  | { readonly outcome: 'no-connection'; readonly code: string };

export interface StrangerClient {
  /** Asks once. Rejects only with the reason of the signal. */
  ask(url: string, request: StrangerRequest): Promise<StrangerAnswer>;
  stop(): Promise<void>;
}

const connectTimeoutMs = 5_000;

/**
 * Asks servers whose addresses people enter who do not run this installation. Connections go to the internet and to what the operator has
 * allowed, redirects are answers like any other, and of an answer `maxAnswerLength` bytes are read, for `timeoutMs` in all.
 */
export function createStrangerClient(
  hosts: ProviderHosts,
  { timeoutMs, maxAnswerLength }: { timeoutMs: number; maxAnswerLength: number },
): StrangerClient {
  const agent = new Agent({
    connect: createConnect(hosts, { timeout: connectTimeoutMs, allowH2: false }),
    allowH2: false,
    // The deadline is that of the whole answer.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return {
    async ask(url, { method, headers, body, signal }) {
      if (addressFault(url, hosts)) return { outcome: 'address-refused' };
      const timeout = AbortSignal.timeout(timeoutMs);
      const sent = { dispatcher: agent, method, headers, ...(body !== undefined && { body }) };
      try {
        const answer = await request(url, { ...sent, signal: AbortSignal.any([signal, timeout]) });
        return { outcome: 'answered', status: answer.statusCode, body: await beginning(answer.body, maxAnswerLength) };
      } catch (error) {
        signal.throwIfAborted();
        if (timeout.aborted) return { outcome: 'timeout' };
        const code = withCode.safeParse(error).data?.code ?? '';
        return code === addressRefused ? { outcome: 'address-refused' } : { outcome: 'no-connection', code };
      }
    },
    async stop() {
      await agent.destroy();
    },
  };
}

const withCode = z.object({ code: z.string() });
