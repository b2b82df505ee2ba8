import { z } from 'zod';
import type { FinishReason } from '../language-model.ts';
import { first } from '../provider-answer.ts';
import type { ReportedTokens } from '../usage.ts';

/** Some servers answer with parts, as requests may have them. */
const content = z
  .union([
    z.string(),
    z.array(z.object({ text: z.string().catch('') })).transform((parts) => parts.map(({ text }) => text).join('')),
  ])
  .nullish();
const said = z.string().nullish().catch(null);

const tokenUsage = z
  .object({ prompt_tokens: z.unknown().optional(), completion_tokens: z.unknown().optional() })
  .transform((usage): ReportedTokens => ({ inputTokens: usage.prompt_tokens, outputTokens: usage.completion_tokens }))
  .nullish()
  .catch(null);

/** Answer of `POST /chat/completions`. What a model thought is in `reasoning_content` (vLLM, LM Studio) or `reasoning` (Ollama). */
export const completion = z.object({
  choices: first(
    z.object({
      message: z.object({ content, reasoning_content: said, reasoning: said, refusal: said }),
      finish_reason: said,
    }),
  ),
  usage: tokenUsage,
});

/** One event of its stream. The last may have the usage and no choice. */
export const completionEvent = z.object({
  choices: first(z.object({ delta: z.object({ content }).nullish(), finish_reason: said }).optional()),
  usage: tokenUsage,
});

const vector = z.custom<number[]>((value) => Array.isArray(value) && value.every(Number.isFinite));

export const embeddings = (count: number) =>
  z.object({
    data: z
      .array(z.unknown())
      .length(count)
      .pipe(z.array(z.object({ index: z.int().optional(), embedding: vector }))),
    usage: z.object({ prompt_tokens: z.unknown().optional() }).nullish().catch(null),
  });

export function toFinishReason(reason: string): FinishReason {
  if (reason === 'content_filter' || reason === 'blacklist') return 'refused';
  return reason === 'length' ? 'length' : 'stop';
}
