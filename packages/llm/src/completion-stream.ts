import { readEvents } from '@lyceum/common/server-sent-events';
import type { ModelFailure } from './model-failure.ts';
import type { ReportedTokens } from './usage.ts';

/** What both kinds of providers send in each event of a stream of chat completions. */
interface CompletionEvent {
  readonly choices?:
    | {
        readonly delta?: { readonly content?: string | null | undefined } | null | undefined;
        readonly finish_reason?: string | null | undefined;
      }
    | undefined;
  readonly usage?: ReportedTokens | null | undefined;
}

interface Reading {
  readonly parse: (data: string) => CompletionEvent;
  readonly signal: AbortSignal;
  /** What is thrown when the stream ends without a finish reason. */
  readonly brokeOff: () => ModelFailure;
}

/** Gives the texts as they come, and returns what the provider said about them. */
export async function* readCompletionStream(
  pieces: AsyncIterable<Uint8Array>,
  { parse, signal, brokeOff }: Reading,
): AsyncGenerator<{ type: 'text'; text: string }, { reason: string; reported: ReportedTokens | undefined; written: string }> {
  let written = '';
  let reason: string | undefined;
  let reported: ReportedTokens | undefined;
  try {
    for await (const data of readEvents(pieces)) {
      if (data === '[DONE]') continue;
      const { choices, usage } = parse(data);
      reason ??= choices?.finish_reason ?? undefined;
      reported = usage ?? reported;
      const text = choices?.delta?.content;
      if (!text) continue;
      written += text;
      yield { type: 'text', text };
    }
  } catch (error) {
    // After the finish reason nothing is missing, however the connection ended.
    if (!reason || signal.aborted) throw error;
  }
  if (!reason) throw brokeOff();
  return { reason, reported, written };
}
