import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { DoubleTls } from './double-certificate.ts';
import { complete, countTokens, type DoubleAnswer, defaultAnswer, embedding, streamed } from './double-completion.ts';
import type { DoubleMode } from './double-mode.ts';
import type { DoubleReply } from './double-reply.ts';
import { type DoubleCall, type DoubleControls, startDoubleServer } from './double-server.ts';
import { type GigaChatRequest, readChatRequest } from './gigachat-chat.ts';
import { gigaChatModels, isGigaChatModel } from './gigachat-models.ts';
import { createTokenEndpoint, type GigaChatScope } from './gigachat-tokens.ts';

export interface GigaChatDoubleOptions {
  /** `salute` is `api.giga.chat`, which honours `response_format`; `classic`, the default, answers prose to it. */
  readonly profile?: 'classic' | 'salute';
  /** The key's; GIGACHAT_API_PERS when absent. */
  readonly scope?: GigaChatScope;
  /** Completions at once; 1 for GIGACHAT_API_PERS and 10 for the others when absent. */
  readonly streams?: number;
  readonly tokenTtlMs?: number;
  /** Documented are milliseconds; samples and old versions have others. */
  readonly tokenShape?: 'milliseconds' | 'seconds' | 'old';
  readonly now?: () => Date;
  readonly tls?: DoubleTls;
  readonly answer?: DoubleAnswer;
}

export interface GigaChatDouble extends DoubleControls {
  readonly baseUrl: string;
  readonly authUrl: string;
  /** Base64 of client id and secret: what people are given as the authorization key. */
  readonly credentials: string;
  readonly scope: GigaChatScope;
  /** No token that was given is valid any more. */
  expireTokens(): void;
  /** What the model says from now on; undefined for what it says by default. */
  answerWith(answer: DoubleAnswer | undefined): void;
}

/** The documented lifetime. */
const halfAnHour = 30 * 60_000;

/** GigaChat's REST API v1 and its token endpoint, on 127.0.0.1, as its documentation and recordings show them. */
export async function startGigaChatDouble(options: GigaChatDoubleOptions = {}): Promise<GigaChatDouble> {
  const { profile = 'classic', scope = 'GIGACHAT_API_PERS', tls, now = () => new Date() } = options;
  const { streams = scope === 'GIGACHAT_API_PERS' ? 1 : 10, tokenTtlMs = halfAnHour, tokenShape = 'milliseconds' } = options;
  const credentials = Buffer.from(`${randomUUID()}:${randomUUID()}`).toString('base64');
  const tokens = createTokenEndpoint({ credentials, scope, ttlMs: tokenTtlMs, shape: tokenShape, now });
  const prompts = new Map<string, string>();
  let answer = options.answer ?? defaultAnswer;
  let running = 0;

  const base = profile === 'classic' ? '/api/v1' : '/v1';
  const at = (path: string) => new RegExp(`^${base}${path}$`);
  const server = await startDoubleServer({
    tls,
    routes: [
      { name: 'oauth', method: 'POST', path: /^\/api\/v2\/oauth$/, answer: tokens.answer },
      { name: 'chat', method: 'POST', path: at('/chat/completions'), admit: admitChat, answer: withHeaders(answerChat) },
      { name: 'embeddings', method: 'POST', path: at('/embeddings'), admit: authorize, answer: withHeaders(answerEmbeddings) },
      { name: 'tokens', method: 'POST', path: at('/tokens/count'), admit: authorize, answer: withHeaders(answerTokens) },
      { name: 'models', method: 'GET', path: at('/models(/[^/]+)?'), admit: authorize, answer: withHeaders(answerModels) },
    ],
    failure: (status, message, route) =>
      route === 'oauth' ? { status, body: { code: 0, message: message ?? messages.get(status) } } : refuse(status, message),
  });

  return {
    ...server,
    baseUrl: `${server.url}${base}`,
    authUrl: `${server.url}/api/v2/oauth`,
    credentials,
    scope,
    expireTokens: tokens.expireAll,
    answerWith(other) {
      answer = other ?? options.answer ?? defaultAnswer;
    },
  };

  function authorize({ headers }: DoubleCall): DoubleReply | undefined {
    return tokens.isValid(bearer(headers.authorization)) ? undefined : refuse(401);
  }

  function admitChat(call: DoubleCall): DoubleReply | undefined {
    const unauthorized = authorize(call);
    if (unauthorized) return unauthorized;
    const { request, refused } = readChatRequest(call.body);
    if (!request) return refuse(422, refused);
    if (!isGigaChatModel(request.model, 'chat')) return refuse(404);
    if (running >= streams) return refuse(429);
    running += 1;
    call.onEnd(() => {
      running -= 1;
    });
    return undefined;
  }

  /** What every call but the token request has: the headers that name it, and a token that may be expired. */
  function withHeaders(respond: (call: DoubleCall, mode: DoubleMode) => DoubleReply) {
    return (call: DoubleCall, mode: DoubleMode): DoubleReply => {
      const { authorization, 'x-request-id': requestId, 'x-session-id': sessionId, 'x-client-id': clientId } = call.headers;
      const named = {
        'x-request-id': `${requestId ?? randomUUID()}`,
        'x-session-id': `${sessionId ?? randomUUID()}`,
        ...(clientId === undefined ? {} : { 'x-client-id': `${clientId}` }),
      };
      if (mode.mode === 'expired-token') tokens.expire(bearer(authorization));
      const reply = mode.mode === 'expired-token' ? refuse(401) : respond(call, mode);
      return { ...reply, headers: { ...named, ...reply.headers } };
    };
  }

  function answerChat(call: DoubleCall, mode: DoubleMode): DoubleReply {
    const { request, refused } = readChatRequest(call.body);
    if (!request) return refuse(422, refused);
    const { model, messages } = request;
    const called = calledFunction(request);
    const { response_format: format } = request;
    const formatted = profile === 'salute' && format?.type === 'json_schema' ? format.schema : undefined;
    const question = { model, messages, schema: called ? called.parameters : formatted, body: call.body };
    const { content, value, finish } = complete(answer(question), mode, request.max_tokens);
    const isCall = called !== undefined && value !== undefined;
    // A function's arguments that break off or are no JSON are not given at all.
    const said = called !== undefined && (finish === 'length' || finish === 'invalid-json') ? '' : content;
    const message = isCall
      ? {
          content: '',
          role: 'assistant',
          function_call: { name: called.name, arguments: value },
          functions_state_id: randomUUID(),
        }
      : { content: said, role: 'assistant' };
    const reason = isCall ? 'function_call' : finish === 'invalid-json' ? (called ? 'error' : 'stop') : finish;
    const head = { created: Math.floor(now().getTime() / 1000), model: `${model}:2.0.28.2`, object: 'chat.completion' };
    const usage = usageOf(call, request, content);
    if (!request.stream)
      return { status: 200, body: { choices: [{ message, index: 0, finish_reason: reason }], ...head, usage } };

    const deltas = isCall
      ? [message]
      : streamed(said).map((piece, index) => ({ content: piece, ...(index === 0 && { role: 'assistant' }) }));
    const events = deltas.map((delta) => ({ choices: [{ delta, index: 0 }], ...head }));
    const last = { choices: [{ delta: { content: '' }, index: 0, finish_reason: reason }], ...head, usage };
    if (mode.mode !== 'no-done') return { status: 200, events: [...events, last, '[DONE]'] };
    return { status: 200, events: mode.finish === false ? events : [...events, last] };
  }

  /** The beginning that a session has sent before is not charged again. */
  function usageOf({ headers }: DoubleCall, { messages, functions }: GigaChatRequest, content: string) {
    const prompt = JSON.stringify([functions, messages]);
    const session = `${headers['x-session-id'] ?? ''}`;
    const precached = session === '' ? 0 : countTokens(commonStart(prompts.get(session) ?? '', prompt));
    if (session !== '') prompts.set(session, prompt);
    const promptTokens = countTokens(prompt) - precached;
    const completionTokens = countTokens(content);
    return {
      prompt_tokens: promptTokens,
      completion_tokens: completionTokens,
      total_tokens: promptTokens + completionTokens,
      precached_prompt_tokens: precached,
    };
  }

  function answerEmbeddings({ body }: DoubleCall): DoubleReply {
    const { data } = texts.safeParse(body);
    if (!data) return refuse(422, 'Invalid params: input must be a list of texts');
    if (!isGigaChatModel(data.model, 'embedder')) return refuse(404);
    const items = data.input.map((input, index) => ({
      object: 'embedding',
      index,
      embedding: embedding(input, 1024),
      usage: { prompt_tokens: countTokens(input) },
    }));
    return { status: 200, body: { object: 'list', model: data.model, data: items } };
  }

  function answerTokens({ body }: DoubleCall): DoubleReply {
    const { data } = texts.safeParse(body);
    if (!data) return refuse(422, 'Invalid params: input must be a list of texts');
    if (!isGigaChatModel(data.model, 'chat')) return refuse(404);
    return {
      status: 200,
      body: data.input.map((input) => ({ object: 'tokens', tokens: countTokens(input), characters: input.length })),
    };
  }

  function answerModels({ path }: DoubleCall): DoubleReply {
    const id = path.slice(`${base}/models/`.length);
    if (id === '') return { status: 200, body: { object: 'list', data: gigaChatModels() } };
    const model = gigaChatModels().find((known) => known.id === decodeURIComponent(id));
    return model ? { status: 200, body: model } : refuse(404);
  }
}

const texts = z.looseObject({ model: z.string(), input: z.array(z.string()).min(1) });

const messages = new Map([
  [400, 'Bad request'],
  [401, 'Unauthorized'],
  [402, 'Payment Required'],
  [403, 'Permission denied'],
  [404, 'No such model'],
  [405, 'Method not allowed'],
  [413, 'Payload too large'],
  [422, 'Invalid params'],
  [429, 'Too many requests'],
  [500, 'Internal Server Error'],
]);

function refuse(status: number, message = messages.get(status) ?? 'Internal Server Error'): DoubleReply {
  return { status, body: { status, message } };
}

function bearer(authorization = ''): string {
  return /^Bearer (.+)$/.exec(authorization)?.[1] ?? '';
}

function calledFunction({ function_call: call, functions = [] }: GigaChatRequest) {
  return typeof call === 'object' ? functions.find(({ name }) => name === call.name) : undefined;
}

function commonStart(one: string, other: string): string {
  const end = [...one].findIndex((character, index) => character !== other[index]);
  return end < 0 ? one : one.slice(0, end);
}
