import type { ProviderSettings } from '@lyceum/contracts/models';
import type { Message, Usage } from './language-model.ts';

interface Tokens {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** With what the tokens cost, rounded up. Prices are micros of a million tokens. */
export function toUsage({ inputTokens, outputTokens }: Tokens, price: ProviderSettings['price']): Usage {
  const cost = price && {
    micros: Math.ceil((inputTokens * price.inputMicros + outputTokens * price.outputMicros) / 1_000_000),
    currency: price.currency,
  };
  return { inputTokens, outputTokens, cost };
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
