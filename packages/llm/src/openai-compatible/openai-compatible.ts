import type { ProviderSettings } from '@lyceum/contracts/models/provider';
import type { z } from 'zod';
import { answerSchema } from '../answer-schema.ts';
import { readCompletionStream } from '../completion-stream.ts';
import { toConversation } from '../conversation.ts';
import type { CallOptions, LanguageModel, Message, Usage } from '../language-model.ts';
import { ModelFailure } from '../model-failure.ts';
import { parseAnswer, readProviderAnswer } from '../provider-answer.ts';
import { readAnswer } from '../read-answer.ts';
import { type AdapterDeps, createTransport, maxEmbeddingsLength } from '../transport.ts';
import { believableUsage, estimateInput, toUsage } from '../usage.ts';
import { completion, completionEvent, embeddings, toFinishReason } from './answers.ts';

type OpenAiCompatibleSettings = Extract<ProviderSettings, { kind: 'openai-compatible' }>;

/**
 * Servers with OpenAI's API: Ollama, vLLM, LM Studio, llama.cpp and others. `countTokens` is an estimate, because the API has
 * no way to ask.
 *
 * @param key empty for servers without keys.
 */
export function createOpenAiCompatible(
  settings: OpenAiCompatibleSettings,
  key: string,
  surroundings: AdapterDeps,
): LanguageModel & { close(): Promise<void> } {
  const name = `${settings.name}/${settings.model}`;
  const { price, structuredOutput } = settings;
  const baseUrl = settings.baseUrl.replace(/\/+$/, '');
  const transport = createTransport(name, settings, key, surroundings);

  const chatBody = (messages: readonly Message[], { temperature, maxOutputTokens }: CallOptions) => {
    const { system, turns } = toConversation(messages);
    return {
      model: settings.model,
      messages: [...(system ? [{ role: 'system', content: system }] : []), ...turns],
      ...(temperature !== undefined && { temperature }),
      ...(maxOutputTokens !== undefined && { max_tokens: maxOutputTokens }),
    };
  };

  const post = (path: string, body: string, signal: AbortSignal, maxLength?: number) =>
    transport.send({
      url: `${baseUrl}${path}`,
      headers: { 'content-type': 'application/json' },
      authorization: key ? `Bearer ${key}` : undefined,
      body,
      signal,
      ...(maxLength !== undefined && { maxLength }),
    });

  const note = (reported: object) =>
    surroundings.log.warn({ model: name, code: 'usage-not-believed', reported }, 'usage of a model');
  const failure = (kind: 'unavailable' | 'model-not-found', message: string) => new ModelFailure(kind, { model: name, message });

  return {
    name,

    async generateObject(messages, schema, options) {
      const isPrompt = structuredOutput === 'prompt';
      const asked = isPrompt ? [...messages, instruction(schema)] : messages;
      const form = isPrompt ? {} : { response_format: responseFormat(schema, structuredOutput) };
      const body = JSON.stringify({ ...chatBody(asked, options), ...form });
      const { choices, usage: reported } = await readProviderAnswer(
        await post('/chat/completions', body, options.signal),
        completion,
        transport,
      );
      const { content, reasoning_content: thought, reasoning, refusal } = choices.message;
      // Servers take an answer that was forced by a schema for thinking when the model is one that thinks.
      const spoken = content?.trim() ?? '';
      const isThought = spoken === '';
      const text = isThought ? (thought ?? reasoning ?? '') : spoken;
      const { maxOutputTokens } = options;
      const usage = believableUsage(reported ?? undefined, {
        messages: asked,
        body,
        written: text,
        maxOutputTokens,
        price,
        note,
      });
      const finishReason = refusal ? 'refused' : toFinishReason(choices.finish_reason ?? 'stop');
      if (finishReason !== 'stop') return { value: null, finishReason, usage };
      return { value: readAnswer(text, schema, { model: name, usage, asked, isThought }), finishReason, usage };
    },

    async *streamText(messages, options) {
      const streaming = { stream: true, stream_options: { include_usage: true } };
      const body = JSON.stringify({ ...chatBody(messages, options), ...streaming });
      const answer = await post('/chat/completions', body, options.signal);
      const { reason, reported, written } = yield* readCompletionStream(answer.body, {
        parse: (data) => parseAnswer(data, completionEvent, transport),
        signal: options.signal,
        brokeOff: () => failure('unavailable', 'the answer broke off'),
      });
      const { maxOutputTokens } = options;
      const usage = believableUsage(reported, { messages, body, written, maxOutputTokens, price, note });
      yield { type: 'finish', finishReason: toFinishReason(reason), usage };
    },

    async embed(texts, { signal }) {
      const { embeddingModel: model } = settings;
      if (!model) throw failure('model-not-found', 'the provider has no model for embeddings');
      if (texts.length === 0) return { vectors: [], usage: toUsage({ inputTokens: 0, outputTokens: 0 }, price) };
      const body = JSON.stringify({ model, input: texts, encoding_format: 'float' });
      const answer = await post('/embeddings', body, signal, maxEmbeddingsLength(texts.length));
      const { data, usage: reported } = await readProviderAnswer(answer, embeddings(texts.length), transport);
      const messages = texts.map((content): Message => ({ role: 'user', content }));
      const tokens = reported && { inputTokens: reported.prompt_tokens || estimateInput(messages), outputTokens: 0 };
      const usage: Usage = believableUsage(tokens ?? undefined, {
        messages,
        body,
        written: '',
        maxOutputTokens: 0,
        price,
        note,
      });
      const inOrder = data.toSorted((one, other) => (one.index ?? 0) - (other.index ?? 0));
      return { vectors: inOrder.map(({ embedding }) => embedding), usage };
    },

    async countTokens(messages, { signal }) {
      signal.throwIfAborted();
      return estimateInput(messages);
    },

    close: transport.close,
  };
}

/** llama.cpp documents the schema directly under `response_format`. */
function responseFormat(schema: z.ZodType, form: 'nested' | 'flat') {
  const { json, strict } = answerSchema(schema, { unions: true });
  if (form === 'flat') return { type: 'json_schema', schema: json };
  return { type: 'json_schema', json_schema: { name: 'answer', strict, schema: json } };
}

function instruction(schema: z.ZodType): Message {
  const { json } = answerSchema(schema, { unions: true });
  const content = `Answer with one JSON object that satisfies this JSON Schema, and with nothing else:\n${JSON.stringify(json)}`;
  return { role: 'system', content };
}
