import { z } from 'zod';

const functionName = z.string().regex(/^[A-Za-z][A-Za-z0-9_]*$/);

const message = z.looseObject({
  role: z.enum(['system', 'user', 'assistant', 'function']),
  content: z.string(),
  name: z.string().optional(),
});

/** Body of `POST /chat/completions`, as far as it is documented. */
const chatRequest = z.looseObject({
  model: z.string().min(1),
  messages: z.array(message).min(1),
  function_call: z.union([z.enum(['none', 'auto']), z.looseObject({ name: functionName })]).optional(),
  functions: z
    .array(
      z.looseObject({ name: functionName, description: z.string().optional(), parameters: z.record(z.string(), z.unknown()) }),
    )
    .optional(),
  response_format: z
    .discriminatedUnion('type', [
      z.looseObject({ type: z.literal('text') }),
      z.looseObject({
        type: z.literal('json_schema'),
        schema: z.record(z.string(), z.unknown()),
        strict: z.boolean().optional(),
      }),
      z.looseObject({ type: z.literal('regex') }),
    ])
    .optional(),
  temperature: z.number().min(0).optional(),
  top_p: z.number().min(0).max(1).optional(),
  max_tokens: z.int().min(1).optional(),
  repetition_penalty: z.number().positive().optional(),
  stream: z.boolean().optional(),
  update_interval: z.number().min(0).optional(),
});
export type GigaChatRequest = z.output<typeof chatRequest>;

/** The request, or why the API refuses it with 422. */
export function readChatRequest(
  body: unknown,
): { request: GigaChatRequest; refused?: undefined } | { request?: undefined; refused: string } {
  const { data: request, error } = chatRequest.safeParse(body);
  if (!request) return refuse(error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; '));
  const { messages, function_call: call, functions = [] } = request;
  if (messages.some(({ role }, index) => role === 'system' && index > 0))
    return refuse('system message must be the first message');
  const broken = messages.some(({ role, content }) => role === 'function' && !isJson(content));
  if (broken) return refuse('content of a function message must be valid JSON');
  if (typeof call === 'object' && !functions.some(({ name }) => name === call.name)) {
    return refuse(functions.length === 0 ? 'functions is required' : `function ${call.name} is unknown`);
  }
  return { request };
}

function refuse(reason: string) {
  return { refused: `Invalid params: ${reason}` };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The function that the request forces. */
export function forcedFunction({ function_call: call, functions = [] }: GigaChatRequest) {
  return typeof call === 'object' ? functions.find(({ name }) => name === call.name) : undefined;
}
