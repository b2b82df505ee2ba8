import type { ProviderSettings } from '@lyceum/contracts/models/provider';
import type { Message, Usage } from './language-model.ts';

interface Tokens {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** With what the tokens cost, rounded up. Prices are micros of a million tokens. */
export function toUsage({ inputTokens, outputTokens }: Tokens, price: ProviderSettings['price']): Usage {
  const cost = price && {
    micros: Math.min(
      Math.ceil((inputTokens * price.inputMicros + outputTokens * price.outputMicros) / 1_000_000),
      Number.MAX_SAFE_INTEGER,
    ),
    currency: price.currency,
  };
  return { inputTokens, outputTokens, cost };
}

/** What a provider says of tokens: whatever it likes. */
export interface ReportedTokens {
  readonly inputTokens: unknown;
  readonly outputTokens: unknown;
}

interface Call {
  readonly messages: readonly Message[];
  /** All that was sent. */
  readonly body: string;
  readonly written: string;
  readonly maxOutputTokens: number | undefined;
  readonly price: ProviderSettings['price'];
  /** Told of what was said and is not believed: numbers, and of anything else the type, as a text may hold what is secret. */
  note(told: Readonly<Record<keyof Tokens, number | string>>): void;
}

/** Models that think count what they think, which nobody sees. */
const thinkingFactor = 4;
/** Chat templates add to what was sent. */
const templateTokens = 1000;

/**
 * What a provider says a call used, as far as it can be: whole, not below 0, no more input than bytes were sent, no more output
 * than was asked for by far. For anything else, and for what is not said, stands an estimate.
 */
export function believableUsage(told: ReportedTokens | undefined, call: Call): Usage {
  const { messages, body, written, maxOutputTokens, price, note } = call;
  const estimate = { inputTokens: estimateInput(messages), outputTokens: estimateTokens(written) };
  if (!told) return toUsage(estimate, price);
  const max = {
    inputTokens: Buffer.byteLength(body) + templateTokens,
    outputTokens: thinkingFactor * Math.max(maxOutputTokens ?? 0, estimate.outputTokens),
  };
  const believe = (name: keyof Tokens) => (isCount(told[name], max[name]) ? told[name] : undefined);
  const believed = { inputTokens: believe('inputTokens'), outputTokens: believe('outputTokens') };
  if (believed.inputTokens === undefined || believed.outputTokens === undefined) {
    note({ inputTokens: tellable(told.inputTokens), outputTokens: tellable(told.outputTokens) });
  }
  const { inputTokens = estimate.inputTokens, outputTokens = estimate.outputTokens } = believed;
  return toUsage({ inputTokens, outputTokens }, price);
}

const tellable = (value: unknown) => (typeof value === 'number' ? value : typeof value);

function isCount(value: unknown, max: number): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= max;
}

/**
 * For providers that do not count: a token for every three bytes of UTF-8. That is 1.5 Russian or 3 English letters, so rather
 * too many than too few: tokenizers make tokens of 2 to 4 letters.
 */
export function estimateTokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / 3);
}

/** An estimate. Chat templates put a few tokens around every message. */
export function estimateInput(messages: readonly Message[]): number {
  return messages.reduce((sum, { content }) => sum + estimateTokens(content) + 4, 0);
}

/** An estimate, of an answer that says nothing of its tokens: what is not counted would be free of any budget. */
export function estimateUsage(messages: readonly Message[], written: string, price: ProviderSettings['price']): Usage {
  return toUsage({ inputTokens: estimateInput(messages), outputTokens: estimateTokens(written) }, price);
}
