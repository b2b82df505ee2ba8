import type { ProviderSettings } from '@lyceum/contracts/models';
import { z } from 'zod';
import type { FinishReason, Usage } from '../language-model.ts';
import { toUsage } from '../usage.ts';
import type { AccessToken } from './token-source.ts';

const tokenUsage = z.object({ prompt_tokens: z.int(), completion_tokens: z.int(), total_tokens: z.int().nullish() });

/** Answer of `POST /chat/completions`; unlike OpenAI's, arguments of a function are a value, not a text. */
export const completion = z.object({
  choices: z.tuple(
    [
      z.object({
        message: z.object({
          content: z.string().nullish(),
          function_call: z.object({ arguments: z.unknown() }).nullish(),
        }),
        finish_reason: z.string().nullish(),
      }),
    ],
    z.unknown(),
  ),
  usage: tokenUsage.nullish(),
});

/** One event of its stream. Only the last has a finish reason and the usage. */
export const completionEvent = z.object({
  choices: z.array(
    z.object({
      delta: z.object({ content: z.string().nullish() }).nullish(),
      finish_reason: z.string().nullish(),
    }),
  ),
  usage: tokenUsage.nullish(),
});

export const embeddings = z.object({
  data: z.array(
    z.object({
      index: z.int(),
      embedding: z.array(z.number()),
      usage: z.object({ prompt_tokens: z.int() }),
    }),
  ),
});

export const tokenCounts = z.array(z.object({ tokens: z.int() }));

/** Below this a time is in seconds: as milliseconds it would lie in 2001. */
const leastMilliseconds = 1e12;
const toMilliseconds = (time: number) => (time < leastMilliseconds ? time * 1000 : time);

/** Documented in milliseconds; official samples also show seconds, and an older shape. */
export const accessToken = z.union([
  z
    .object({ access_token: z.string().min(1), expires_at: z.number() })
    .transform((token): AccessToken => ({ value: token.access_token, expiresAt: toMilliseconds(token.expires_at) })),
  z
    .object({ tok: z.string().min(1), exp: z.number() })
    .transform((token): AccessToken => ({ value: token.tok, expiresAt: toMilliseconds(token.exp) })),
]);

/** `blacklist`: the topic is not spoken about, which is an answer with 200. */
export function toFinishReason(reason: string): FinishReason {
  if (reason === 'blacklist') return 'refused';
  return reason === 'length' ? 'length' : 'stop';
}

/** Input counts as it is charged: tokens of a beginning that was sent shortly before are not in the total. */
export function chargedUsage(usage: z.output<typeof tokenUsage>, price: ProviderSettings['price']): Usage {
  const { prompt_tokens: prompt, completion_tokens: outputTokens, total_tokens: total } = usage;
  return toUsage({ inputTokens: total ? Math.max(total - outputTokens, 0) : prompt, outputTokens }, price);
}
