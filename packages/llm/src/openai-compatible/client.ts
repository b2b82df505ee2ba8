import type { ProviderSettings } from '@lyceum/contracts/models';
import { z } from 'zod';
import type { Transport } from '../transport.ts';

export type OpenAiCompatibleSettings = Extract<ProviderSettings, { kind: 'openai-compatible' }>;

/** The library and the models of a provider. Loaded with the first call: it takes 150 ms and 45 MB. */
export async function loadClient(settings: OpenAiCompatibleSettings, key: string, transport: Transport) {
  const [ai, { createOpenAICompatible }] = await Promise.all([import('ai'), import('@ai-sdk/openai-compatible')]);
  // Its own switch for writing warnings to the process.
  globalThis.AI_SDK_LOG_WARNINGS = false;
  const provider = createOpenAICompatible({
    name: 'provider',
    baseURL: settings.baseUrl,
    includeUsage: true,
    supportsStructuredOutputs: true,
    transformRequestBody: settings.structuredOutput === 'flat' ? flatten : (body) => body,
    fetch: createFetch(key, transport),
  });
  return {
    ai,
    chat: provider.chatModel(settings.model),
    embedding: settings.embeddingModel ? provider.embeddingModel(settings.embeddingModel) : undefined,
  };
}

/** The library never sees the key, so that no error of it can tell. */
function createFetch(key: string, transport: Transport): typeof fetch {
  return async (url, init) => {
    const { status, headers, body } = await transport.send({
      url: String(url),
      headers: Object.fromEntries(new Headers(init?.headers)),
      authorization: key ? `Bearer ${key}` : undefined,
      body: String(init?.body),
      signal: init?.signal ?? new AbortController().signal,
    });
    return new Response(ReadableStream.from(body), { status, headers: { 'content-type': String(headers['content-type']) } });
  };
}

const nestedFormat = z.object({ type: z.literal('json_schema'), json_schema: z.object({ schema: z.unknown() }) });

/** llama.cpp documents the schema directly under `response_format`. */
function flatten(body: Record<string, unknown>): Record<string, unknown> {
  const { data: nested } = nestedFormat.safeParse(body['response_format']);
  return nested ? { ...body, response_format: { type: nested.type, schema: nested.json_schema.schema } } : body;
}
