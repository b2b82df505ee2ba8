import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { DoubleTls } from './doubles/double-certificate.ts';
import { complete, countTokens, createModel, type DoubleAnswer, embedding } from './doubles/double-completion.ts';
import type { DoubleCall, DoubleControls } from './doubles/double-controls.ts';
import type { DoubleMode } from './doubles/double-mode.ts';
import type { DoubleReply } from './doubles/double-reply.ts';
import { startDoubleServer } from './doubles/double-server.ts';
import { forcedFunction, readChatRequest } from './gigachat/gigachat-chat.ts';
import { chatReply } from './gigachat/gigachat-completion.ts';
import { gigaChatModels, isGigaChatModel } from './gigachat/gigachat-models.ts';
import { refuseCall, refuseToken } from './gigachat/gigachat-refusal.ts';
import { createTokenEndpoint, type GigaChatScope } from './gigachat/gigachat-tokens.ts';
import { createPromptCache } from './gigachat/prompt-cache.ts';

export interface GigaChatDoubleOptions {
  /** `salute` is `api.giga.chat`, which honours `response_format`; `classic`, the default, answers prose to it. */
  readonly profile?: 'classic' | 'salute';
  /** The key's; GIGACHAT_API_PERS when absent. */
  readonly scope?: GigaChatScope;
  /** Completions at once; 1 for GIGACHAT_API_PERS and 10 for the others when absent. */
  readonly streams?: number;
  /** The documented 30 minutes when absent. */
  readonly tokenTtlMs?: number;
  /** Documented are milliseconds; samples and old versions have others. */
  readonly tokenShape?: 'milliseconds' | 'seconds' | 'old';
  readonly now?: () => Date;
  /** Plain HTTP when absent. */
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
  /** What the model says from now on; undefined for what it said at first. */
  answerWith(answer: DoubleAnswer | undefined): void;
}

/** GigaChat's REST API v1 and its token endpoint, on 127.0.0.1, as its documentation and recordings show them. */
export async function startGigaChatDouble(options: GigaChatDoubleOptions = {}): Promise<GigaChatDouble> {
  const { profile = 'classic', scope = 'GIGACHAT_API_PERS', tls, now = () => new Date() } = options;
  const { streams = scope === 'GIGACHAT_API_PERS' ? 1 : 10, tokenTtlMs = 30 * 60_000, tokenShape = 'milliseconds' } = options;
  const credentials = Buffer.from(`${randomUUID()}:${randomUUID()}`).toString('base64');
  const tokens = createTokenEndpoint({ credentials, scope, ttlMs: tokenTtlMs, shape: tokenShape, now });
  const model = createModel(options.answer);
  const prompts = createPromptCache();
  let running = 0;

  const base = profile === 'classic' ? '/api/v1' : '/v1';
  const at = (path: string) => new RegExp(`^${base}${path}$`);
  const server = await startDoubleServer({
    tls,
    routes: [
      { name: 'oauth', method: 'POST', path: /^\/api\/v2\/oauth$/, answer: tokens.answer },
      { name: 'chat', method: 'POST', path: at('/chat/completions'), admit: admitChat, answer: answerChat },
      { name: 'embeddings', method: 'POST', path: at('/embeddings'), admit: authorize, answer: answerEmbeddings },
      { name: 'tokens', method: 'POST', path: at('/tokens/count'), admit: authorize, answer: answerTokens },
      { name: 'models', method: 'GET', path: at('/models(/[^/]+)?'), admit: authorize, answer: answerModels },
    ],
    failure(status, message, route) {
      return route === 'oauth' ? refuseToken(status, 13, message) : refuseCall(status, message);
    },
    headers: (call, route) => (route === 'oauth' ? tokenHeaders : namingHeaders(call)),
    expire: ({ headers }) => tokens.expire(bearer(headers.authorization)),
  });

  return {
    ...server,
    baseUrl: `${server.url}${base}`,
    authUrl: `${server.url}/api/v2/oauth`,
    credentials,
    scope,
    expireTokens: tokens.expireAll,
    answerWith: model.answerWith,
    clear() {
      server.clear();
      model.answerWith(undefined);
    },
  };

  function authorize({ headers }: DoubleCall): DoubleReply | undefined {
    return tokens.isValid(bearer(headers.authorization)) ? undefined : refuseCall(401);
  }

  function admitChat(call: DoubleCall): DoubleReply | undefined {
    const unauthorized = authorize(call);
    if (unauthorized) return unauthorized;
    const { request, refused } = readChatRequest(call.body);
    if (!request) return refuseCall(422, refused);
    if (!isGigaChatModel(request.model, 'chat')) return refuseCall(404);
    if (running >= streams) return refuseCall(429);
    running += 1;
    call.onEnd(() => {
      running -= 1;
    });
    return undefined;
  }

  function answerChat({ headers, body }: DoubleCall, mode: DoubleMode): DoubleReply {
    const { request, refused } = readChatRequest(body);
    if (!request) return refuseCall(422, refused);
    const { messages, response_format: format } = request;
    const formatted = profile === 'salute' && format?.type === 'json_schema' ? format.schema : undefined;
    const schema = forcedFunction(request)?.parameters ?? formatted;
    const answer = model.ask({ model: request.model, messages, schema, body });
    const indent = formatted ? 4 : 0;
    const completion = complete(answer, { mode, maxTokens: request.max_tokens, indent });
    const usage = prompts.usage(headers['x-session-id']?.toString(), request, completion.content);
    return chatReply(request, completion, { mode, usage, now: now() });
  }
}

function answerEmbeddings({ body }: DoubleCall): DoubleReply {
  const { data } = texts.safeParse(body);
  if (!data) return refuseCall(422, notTexts);
  if (!isGigaChatModel(data.model, 'embedder')) return refuseCall(404);
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
  if (!data) return refuseCall(422, notTexts);
  if (!isGigaChatModel(data.model, 'chat')) return refuseCall(404);
  const counts = data.input.map((input) => ({ object: 'tokens', tokens: countTokens(input), characters: input.length }));
  return { status: 200, body: counts };
}

function answerModels({ path }: DoubleCall): DoubleReply {
  const id = /\/models\/(.+)$/.exec(path)?.[1];
  if (id === undefined) return { status: 200, body: { object: 'list', data: gigaChatModels() } };
  const found = gigaChatModels().find((known) => known.id === decodeURIComponent(id));
  return found ? { status: 200, body: found } : refuseCall(404);
}

const texts = z.looseObject({ model: z.string(), input: z.array(z.string()).min(1) });
const notTexts = 'Invalid params: input must be a list of texts';

const tokenHeaders = {
  server: 'SynGX',
  'content-type': 'application/json',
  'cache-control': 'no-cache, no-store, max-age=0, must-revalidate',
};

/** What names the call in logs: as it was sent, else made up. */
function namingHeaders({ headers }: DoubleCall): Record<string, string> {
  const { 'x-request-id': requestId = randomUUID(), 'x-session-id': sessionId = randomUUID(), 'x-client-id': clientId } = headers;
  return {
    'x-request-id': requestId.toString(),
    'x-session-id': sessionId.toString(),
    ...(clientId && { 'x-client-id': clientId.toString() }),
  };
}

function bearer(authorization = ''): string {
  return /^Bearer (.+)$/.exec(authorization)?.[1] ?? '';
}
