import { z } from 'zod';

const textPart = z.looseObject({ type: z.literal('text'), text: z.string() });

const message = z.looseObject({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool']),
  content: z.union([z.string(), z.array(textPart).transform((parts) => parts.map(({ text }) => text).join(''))]),
});

/** Body of `POST /chat/completions`, as far as a double needs it. */
export const chatRequest = z.looseObject({
  model: z.string(),
  messages: z.array(message).min(1),
  response_format: z.looseObject({ type: z.enum(['text', 'json_object', 'json_schema']) }).optional(),
  max_tokens: z.int().min(1).nullish(),
  max_completion_tokens: z.int().min(1).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
});
export type OpenAiRequest = z.output<typeof chatRequest>;

/** `nested` is OpenAI's own form of `response_format`, `flat` that of llama.cpp. */
export type StructuredForm = 'nested' | 'flat';

const schema = z.record(z.string(), z.unknown());
const nestedFormat = z.looseObject({ json_schema: z.looseObject({ name: z.string().regex(/^[\w-]{1,64}$/), schema }) });
const flatFormat = z.looseObject({ schema });

/** The schema that the request wants its answer by, when it is told in a form that is understood. */
export function askedSchema({ response_format: format }: OpenAiRequest, understood: readonly StructuredForm[]): unknown {
  if (format === undefined || format.type === 'text') return undefined;
  const nested = understood.includes('nested') ? nestedFormat.safeParse(format).data : undefined;
  const flat = understood.includes('flat') ? flatFormat.safeParse(format).data : undefined;
  const anyObject = format.type === 'json_object' ? { type: 'object' } : undefined;
  return nested?.json_schema.schema ?? flat?.schema ?? anyObject;
}
