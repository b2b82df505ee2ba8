import type { z } from 'zod';
import { answerSchema } from '../answer-schema.ts';
import { readCompletionStream } from '../completion-stream.ts';
import { toConversation } from '../conversation.ts';
import type { CallOptions, LanguageModel, Message, Usage } from '../language-model.ts';
import { ModelFailure } from '../model-failure.ts';
import { readAnswer } from '../read-answer.ts';
import { type AdapterDeps, maxEmbeddingsLength } from '../transport.ts';
import { believableUsage, toUsage } from '../usage.ts';
import { completion, completionEvent, embeddings, toFinishReason, tokenCounts } from './answers.ts';
import { createGigachatApi, type GigachatSettings } from './api.ts';

/** GigaChat takes temperatures above 0; up to this one it always gives the most likely text. */
const leastTemperature = 0.001;
/** The function whose arguments are the answer, where `response_format` is not known. Latin letters only. */
const answerFunction = 'answer';

/**
 * GigaChat by its REST API v1 (developers.sber.ru/docs/ru/gigachat/api/reference/rest).
 *
 * @param key the authorization key: base64 of client id and secret.
 */
export function createGigachat(
  settings: GigachatSettings,
  key: string,
  surroundings: AdapterDeps,
): LanguageModel & { close(): Promise<void> } {
  const name = `${settings.name}/${settings.model}`;
  const { price } = settings;
  const api = createGigachatApi(name, settings, key, surroundings);

  const chatBody = (messages: readonly Message[], { temperature, maxOutputTokens }: CallOptions) => {
    const { system, turns } = toConversation(messages);
    return {
      model: settings.model,
      messages: [...(system ? [{ role: 'system', content: system }] : []), ...turns],
      ...(temperature !== undefined && { temperature: Math.max(temperature, leastTemperature) }),
      ...(maxOutputTokens !== undefined && { max_tokens: maxOutputTokens }),
    };
  };

  function answerForm(schema: z.ZodType) {
    if (settings.structuredOutput === 'json-schema') {
      return { response_format: { type: 'json_schema', schema: answerSchema(schema, { unions: true }).json, strict: true } };
    }
    const parameters = answerSchema(schema, { unions: false }).json;
    return {
      functions: [{ name: answerFunction, description: schema.description ?? 'Takes the answer', parameters }],
      function_call: { name: answerFunction },
    };
  }

  const note = (reported: object) =>
    surroundings.log.warn({ model: name, code: 'usage-not-believed', reported }, 'usage of a model');
  const failure = (kind: 'invalid-answer' | 'unavailable' | 'model-not-found', message: string, usage?: Usage) =>
    new ModelFailure(kind, { model: name, message, ...(usage && { usage }) });

  return {
    name,

    async generateObject(messages, schema, options) {
      const body = JSON.stringify({ ...chatBody(messages, options), ...answerForm(schema) });
      const { signal, maxOutputTokens } = options;
      const { choices, usage: reported } = await api.call('/chat/completions', body, completion, { signal });
      const { message, finish_reason: reason } = choices;
      const answer = message.function_call?.arguments ?? message.content ?? '';
      const written = typeof answer === 'string' ? answer : JSON.stringify(answer);
      const usage = believableUsage(reported ?? undefined, { messages, body, written, maxOutputTokens, price, note });
      if (reason === 'error') throw failure('invalid-answer', 'the model gave no valid arguments of a function', usage);
      const finishReason = toFinishReason(reason ?? 'stop');
      if (finishReason !== 'stop') return { value: null, finishReason, usage };
      const value = readAnswer(written, schema, { model: name, usage, asked: messages });
      return { value, finishReason, usage };
    },

    async *streamText(messages, options) {
      const body = JSON.stringify({ ...chatBody(messages, options), stream: true });
      const pieces = await api.stream('/chat/completions', body, options.signal);
      const { reason, reported, written } = yield* readCompletionStream(pieces, {
        parse: (data) => api.parse(data, completionEvent),
        signal: options.signal,
        brokeOff: () => failure('unavailable', 'the answer broke off'),
      });
      const { maxOutputTokens } = options;
      const usage = believableUsage(reported, { messages, body, written, maxOutputTokens, price, note });
      yield { type: 'finish', finishReason: toFinishReason(reason), usage };
    },

    async embed(texts, { signal }) {
      if (!settings.embeddingModel) throw failure('model-not-found', 'the provider has no model for embeddings');
      if (texts.length === 0) return { vectors: [], usage: toUsage({ inputTokens: 0, outputTokens: 0 }, price) };
      const body = JSON.stringify({ model: settings.embeddingModel, input: texts });
      const options = { signal, maxLength: maxEmbeddingsLength(texts.length) };
      const { data } = await api.call('/embeddings', body, embeddings(texts.length), options);
      const messages = texts.map((content): Message => ({ role: 'user', content }));
      const inputTokens = data.reduce((sum, { usage }) => sum + Number(usage?.prompt_tokens), 0);
      const reported = { inputTokens, outputTokens: 0 };
      return {
        vectors: data.toSorted((one, other) => one.index - other.index).map((item) => item.embedding),
        usage: believableUsage(reported, { messages, body, written: '', maxOutputTokens: 0, price, note }),
      };
    },

    async countTokens(messages, { signal }) {
      const { system, turns } = toConversation(messages);
      const input = [system, ...turns.map(({ content }) => content)].filter(Boolean);
      if (input.length === 0) return 0;
      const counts = await api.call(
        '/tokens/count',
        JSON.stringify({ model: settings.model, input }),
        tokenCounts(input.length),
        {
          signal,
        },
      );
      return counts.reduce((sum, { tokens }) => sum + tokens, 0);
    },

    close: api.close,
  };
}
