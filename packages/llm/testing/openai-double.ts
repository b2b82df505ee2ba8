import { z } from 'zod';
import type { DoubleTls } from './doubles/double-certificate.ts';
import { complete, countTokens, createModel, type DoubleAnswer, embedding } from './doubles/double-completion.ts';
import type { DoubleCall, DoubleControls } from './doubles/double-controls.ts';
import type { DoubleMode } from './doubles/double-mode.ts';
import type { DoubleReply } from './doubles/double-reply.ts';
import { startDoubleServer } from './doubles/double-server.ts';
import { askedSchema, chatRequest, type StructuredForm } from './openai/openai-chat.ts';
import { chatReply } from './openai/openai-completion.ts';
import { refuse, refuseModel } from './openai/openai-refusal.ts';

export interface OpenAiDoubleOptions {
  /** Demanded as the bearer when set; local servers need none. */
  readonly apiKey?: string;
  /** `test-model` and `test-embedding` when absent. */
  readonly models?: readonly string[];
  /** Forms of `response_format` it understands, both when absent; another is ignored, as small servers do. */
  readonly structured?: readonly StructuredForm[];
  /** Whether it knows `stream_options.include_usage`; true when absent. */
  readonly usageInStream?: boolean;
  /** Plain HTTP when absent. */
  readonly tls?: DoubleTls;
  readonly answer?: DoubleAnswer;
}

export interface OpenAiDouble extends DoubleControls {
  readonly baseUrl: string;
  /** What the model says from now on; undefined for what it said at first. */
  answerWith(answer: DoubleAnswer | undefined): void;
}

const embeddingsRequest = z.looseObject({
  model: z.string(),
  input: z.union([z.array(z.string()).min(1), z.string().transform((input) => [input])]),
  dimensions: z.int().min(1).default(1536),
  encoding_format: z.enum(['float', 'base64']).default('float'),
});

/** A server with OpenAI's API of chat completions, embeddings and models, on 127.0.0.1. */
export async function startOpenAiDouble(options: OpenAiDoubleOptions = {}): Promise<OpenAiDouble> {
  const {
    apiKey,
    models = ['test-model', 'test-embedding'],
    structured = ['nested', 'flat'],
    usageInStream = true,
    tls,
  } = options;
  const behind = createModel(options.answer);

  const server = await startDoubleServer({
    tls,
    routes: [
      { name: 'chat', method: 'POST', path: /^\/v1\/chat\/completions$/, admit: authorize, answer: answerChat },
      { name: 'embeddings', method: 'POST', path: /^\/v1\/embeddings$/, admit: authorize, answer: answerEmbeddings },
      { name: 'models', method: 'GET', path: /^\/v1\/models(\/.+)?$/, admit: authorize, answer: answerModels },
    ],
    failure: (status, message) => refuse(status, message),
  });

  return {
    ...server,
    baseUrl: `${server.url}/v1`,
    answerWith: behind.answerWith,
    clear() {
      server.clear();
      behind.answerWith(undefined);
    },
  };

  function authorize({ headers }: DoubleCall): DoubleReply | undefined {
    return apiKey === undefined || headers.authorization === `Bearer ${apiKey}` ? undefined : refuse(401);
  }

  function answerChat({ body }: DoubleCall, mode: DoubleMode): DoubleReply {
    const { data: request, error } = chatRequest.safeParse(body);
    if (!request) return refuse(400, z.prettifyError(error));
    const { model, messages } = request;
    if (!models.includes(model)) return refuseModel(model);
    const answer = behind.ask({ model, messages, schema: askedSchema(request, structured), body });
    const maxTokens = request.max_completion_tokens ?? request.max_tokens ?? undefined;
    return chatReply(request, complete(answer, { mode, maxTokens }), { mode, usageInStream });
  }

  function answerEmbeddings({ body }: DoubleCall): DoubleReply {
    const { data: request, error } = embeddingsRequest.safeParse(body);
    if (!request) return refuse(400, z.prettifyError(error));
    const { model, input, dimensions, encoding_format: format } = request;
    if (!models.includes(model)) return refuseModel(model);
    const data = input.map((text, index) => {
      const vector = embedding(text, dimensions);
      const encoded = format === 'float' ? vector : Buffer.from(Float32Array.from(vector).buffer).toString('base64');
      return { object: 'embedding', index, embedding: encoded };
    });
    const tokens = input.reduce((sum, text) => sum + countTokens(text), 0);
    return { status: 200, body: { object: 'list', data, model, usage: { prompt_tokens: tokens, total_tokens: tokens } } };
  }

  function answerModels({ path }: DoubleCall): DoubleReply {
    const listed = models.map((model) => ({ id: model, object: 'model', created: 1_760_000_000, owned_by: 'test' }));
    const id = /\/models\/(.+)$/.exec(path)?.[1];
    if (id === undefined) return { status: 200, body: { object: 'list', data: listed } };
    const found = listed.find((model) => model.id === decodeURIComponent(id));
    return found ? { status: 200, body: found } : refuseModel(id);
  }
}
