import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { DoubleTls } from './double-certificate.ts';
import { complete, countTokens, type DoubleAnswer, defaultAnswer, embedding, streamed } from './double-completion.ts';
import type { DoubleMode } from './double-mode.ts';
import type { DoubleReply } from './double-reply.ts';
import { type DoubleCall, type DoubleControls, startDoubleServer } from './double-server.ts';

export interface OpenAiDoubleOptions {
  /** Demanded as the bearer when set; local servers need none. */
  readonly apiKey?: string;
  /** `test-model` and `test-embedding` when absent. */
  readonly models?: readonly string[];
  /** Forms of `response_format` it understands, both when absent; another is ignored, as small servers do. */
  readonly structured?: readonly ('nested' | 'flat')[];
  /** Whether it knows `stream_options.include_usage`; true when absent. */
  readonly usageInStream?: boolean;
  readonly tls?: DoubleTls;
  readonly answer?: DoubleAnswer;
}

export interface OpenAiDouble extends DoubleControls {
  readonly baseUrl: string;
  /** What the model says from now on; undefined for what it says by default. */
  answerWith(answer: DoubleAnswer | undefined): void;
}

const textPart = z.looseObject({ type: z.literal('text'), text: z.string() });

const chatRequest = z.looseObject({
  model: z.string(),
  messages: z
    .array(
      z.looseObject({
        role: z.enum(['system', 'developer', 'user', 'assistant', 'tool']),
        content: z.union([z.string(), z.array(textPart).transform((parts) => parts.map(({ text }) => text).join(''))]),
      }),
    )
    .min(1),
  response_format: z.looseObject({ type: z.enum(['text', 'json_object', 'json_schema']) }).optional(),
  max_tokens: z.int().min(1).nullish(),
  max_completion_tokens: z.int().min(1).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
});
type ChatRequest = z.output<typeof chatRequest>;

const embeddingsRequest = z.looseObject({
  model: z.string(),
  input: z.union([z.array(z.string()).min(1), z.string().transform((input) => [input])]),
  dimensions: z.int().min(1).optional(),
  encoding_format: z.enum(['float', 'base64']).default('float'),
});

const nestedFormat = z.looseObject({
  json_schema: z.looseObject({ name: z.string().regex(/^[\w-]{1,64}$/), schema: z.record(z.string(), z.unknown()) }),
});
const flatFormat = z.looseObject({ schema: z.record(z.string(), z.unknown()) });

/** A server with OpenAI's API of chat completions, embeddings and models, on 127.0.0.1. */
export async function startOpenAiDouble(options: OpenAiDoubleOptions = {}): Promise<OpenAiDouble> {
  const {
    apiKey,
    models = ['test-model', 'test-embedding'],
    structured = ['nested', 'flat'],
    usageInStream = true,
    tls,
  } = options;
  let answer = options.answer ?? defaultAnswer;

  const server = await startDoubleServer({
    tls,
    routes: [
      { name: 'chat', method: 'POST', path: /^\/v1\/chat\/completions$/, admit: authorize, answer: unlessExpired(answerChat) },
      {
        name: 'embeddings',
        method: 'POST',
        path: /^\/v1\/embeddings$/,
        admit: authorize,
        answer: unlessExpired(answerEmbeddings),
      },
      { name: 'models', method: 'GET', path: /^\/v1\/models(\/.+)?$/, admit: authorize, answer: unlessExpired(answerModels) },
    ],
    failure: (status, message) => refuse(status, message),
  });

  return {
    ...server,
    baseUrl: `${server.url}/v1`,
    answerWith(other) {
      answer = other ?? options.answer ?? defaultAnswer;
    },
  };

  function authorize({ headers }: DoubleCall): DoubleReply | undefined {
    return apiKey === undefined || headers.authorization === `Bearer ${apiKey}` ? undefined : refuse(401);
  }

  function answerChat({ body }: DoubleCall, mode: DoubleMode): DoubleReply {
    const { data: request, error } = chatRequest.safeParse(body);
    if (!request) return refuse(400, z.prettifyError(error));
    if (!models.includes(request.model)) return unknownModel(request.model);
    const { model, messages } = request;
    const limit = request.max_completion_tokens ?? request.max_tokens ?? undefined;
    const { content, finish } = complete(answer({ model, messages, schema: askedSchema(request), body }), mode, limit);
    const reason = finish === 'blacklist' ? 'content_filter' : finish === 'invalid-json' ? 'stop' : finish;
    const promptTokens = countTokens(messages.map((message) => message.content).join('\n'));
    const completionTokens = countTokens(content);
    const usage = {
      prompt_tokens: promptTokens,
      completion_tokens: completionTokens,
      total_tokens: promptTokens + completionTokens,
    };
    const head = { id: `chatcmpl-${randomUUID()}`, created: Math.floor(Date.now() / 1000), model };
    const message = { role: 'assistant', content };
    if (!request.stream) {
      const choices = [{ index: 0, message, logprobs: null, finish_reason: reason }];
      return { status: 200, body: { ...head, object: 'chat.completion', choices, usage } };
    }

    const withUsage = usageInStream && request.stream_options?.include_usage === true;
    const chunk = (delta: object, finishReason: string | null) => ({
      ...head,
      object: 'chat.completion.chunk',
      choices: [{ index: 0, delta, finish_reason: finishReason }],
      ...(withUsage && { usage: null }),
    });
    const events = [
      chunk({ role: 'assistant', content: '' }, null),
      ...streamed(content).map((piece) => chunk({ content: piece }, null)),
    ];
    const tail = [chunk({}, reason), ...(withUsage ? [{ ...head, object: 'chat.completion.chunk', choices: [], usage }] : [])];
    if (mode.mode !== 'no-done') return { status: 200, events: [...events, ...tail, '[DONE]'] };
    return { status: 200, events: mode.finish === false ? events : [...events, ...tail] };
  }

  function askedSchema({ response_format: format }: ChatRequest): unknown {
    if (format === undefined || format.type === 'text') return undefined;
    const nested = structured.includes('nested') ? nestedFormat.safeParse(format).data : undefined;
    const flat = structured.includes('flat') ? flatFormat.safeParse(format).data : undefined;
    return nested?.json_schema.schema ?? flat?.schema ?? (format.type === 'json_object' ? { type: 'object' } : undefined);
  }

  function answerEmbeddings({ body }: DoubleCall): DoubleReply {
    const { data: request, error } = embeddingsRequest.safeParse(body);
    if (!request) return refuse(400, z.prettifyError(error));
    if (!models.includes(request.model)) return unknownModel(request.model);
    const { model, input, dimensions = 1536, encoding_format: format } = request;
    const data = input.map((text, index) => {
      const vector = embedding(text, dimensions);
      const encoded = format === 'float' ? vector : Buffer.from(Float32Array.from(vector).buffer).toString('base64');
      return { object: 'embedding', index, embedding: encoded };
    });
    const tokens = input.reduce((sum, text) => sum + countTokens(text), 0);
    return { status: 200, body: { object: 'list', data, model, usage: { prompt_tokens: tokens, total_tokens: tokens } } };
  }

  function answerModels({ path }: DoubleCall): DoubleReply {
    const id = decodeURIComponent(path.slice('/v1/models/'.length));
    const listed = models.map((model) => ({ id: model, object: 'model', created: 1_760_000_000, owned_by: 'test' }));
    if (id === '') return { status: 200, body: { object: 'list', data: listed } };
    const found = listed.find((model) => model.id === id);
    return found ? { status: 200, body: found } : unknownModel(id);
  }
}

/** Status → type and code, as OpenAI documents them. */
const errorKinds = new Map<number, { type: string; code: string | null; message: string }>([
  [400, { type: 'invalid_request_error', code: null, message: 'Invalid request' }],
  [401, { type: 'invalid_request_error', code: 'invalid_api_key', message: 'Incorrect API key provided' }],
  [402, { type: 'insufficient_quota', code: 'insufficient_quota', message: 'Insufficient balance' }],
  [403, { type: 'invalid_request_error', code: null, message: 'Not allowed' }],
  [404, { type: 'invalid_request_error', code: 'not_found', message: 'Not found' }],
  [413, { type: 'invalid_request_error', code: 'request_too_large', message: 'Request too large' }],
  [422, { type: 'invalid_request_error', code: null, message: 'Unprocessable request' }],
  [429, { type: 'requests', code: 'rate_limit_exceeded', message: 'Rate limit reached' }],
]);
const serverError = { type: 'server_error', code: null, message: 'The server had an error' };

function refuse(status: number, message?: string): DoubleReply {
  const { type, code, message: usual } = errorKinds.get(status) ?? serverError;
  return { status, body: { error: { message: message ?? usual, type, param: null, code } } };
}

function unknownModel(id: string): DoubleReply {
  const error = {
    message: `The model \`${id}\` does not exist`,
    type: 'invalid_request_error',
    param: 'model',
    code: 'model_not_found',
  };
  return { status: 404, body: { error } };
}

function unlessExpired(respond: (call: DoubleCall, mode: DoubleMode) => DoubleReply) {
  return (call: DoubleCall, mode: DoubleMode) => (mode.mode === 'expired-token' ? refuse(401) : respond(call, mode));
}
