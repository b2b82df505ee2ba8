import { z } from 'zod';
import type { FinishReason } from '../language-model.ts';
import { first } from '../provider-answer.ts';
import type { ReportedTokens } from '../usage.ts';
import type { AccessToken } from './token-source.ts';

/** Input counts as it is charged: tokens of a beginning that was sent shortly before are not in the total. */
const tokenUsage = z
  .object({
    prompt_tokens: z.unknown().optional(),
    completion_tokens: z.unknown().optional(),
    total_tokens: z.unknown().optional(),
  })
  .transform(({ prompt_tokens: prompt, completion_tokens: outputTokens, total_tokens: total }): ReportedTokens => {
    const isCharged = typeof total === 'number' && typeof outputTokens === 'number' && total >= outputTokens && total > 0;
    return { inputTokens: isCharged ? total - outputTokens : prompt, outputTokens };
  })
  .nullish()
  .catch(null);

/** Answer of `POST /chat/completions`; unlike OpenAI's, arguments of a function are a value, not a text. */
export const completion = z.object({
  choices: first(
    z.object({
      message: z.object({
        content: z.string().nullish(),
        function_call: z.object({ arguments: z.unknown() }).nullish(),
      }),
      finish_reason: z.string().nullish(),
    }),
  ),
  usage: tokenUsage,
});

/** One event of its stream. Only the last has a finish reason and the usage. */
export const completionEvent = z.object({
  choices: first(
    z
      .object({
        delta: z.object({ content: z.string().nullish() }).nullish(),
        finish_reason: z.string().nullish(),
      })
      .optional(),
  ),
  usage: tokenUsage,
});

const vector = z.custom<number[]>((value) => Array.isArray(value) && value.every(Number.isFinite));

const createList = <Entry extends z.ZodType>(count: number, entry: Entry) =>
  z.array(z.unknown()).length(count).pipe(z.array(entry));

export const embeddings = (count: number) =>
  z.object({
    data: createList(
      count,
      z.object({
        index: z.int(),
        embedding: vector,
        usage: z.object({ prompt_tokens: z.unknown().optional() }).nullish().catch(null),
      }),
    ),
  });

export const tokenCounts = (count: number) => createList(count, z.object({ tokens: z.int().min(0) }));

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
