import type { LanguageModelUsage } from 'ai';
import { type AnswerSchema, answerSchema } from '../answer-schema.ts';
import { toConversation } from '../conversation.ts';
import type { CallOptions, FinishReason, LanguageModel, Message, Usage } from '../language-model.ts';
import { ModelFailure } from '../model-failure.ts';
import { readAnswer } from '../read-answer.ts';
import { createTransport, type Surroundings } from '../transport.ts';
import { estimateInput, estimateUsage, toUsage } from '../usage.ts';
import { loadClient, type OpenAiCompatibleSettings } from './client.ts';
import { toModelFailure } from './to-model-failure.ts';

/**
 * Servers with OpenAI's API: Ollama, vLLM, LM Studio, llama.cpp and others. `countTokens` is an estimate, because the API has
 * no way to ask.
 *
 * @param key empty for servers without keys.
 */
export function createOpenAiCompatible(
  settings: OpenAiCompatibleSettings,
  key: string,
  surroundings: Surroundings,
): LanguageModel & { close(): Promise<void> } {
  const name = `${settings.name}/${settings.model}`;
  const { price } = settings;
  const transport = createTransport(name, settings, key, surroundings);
  let loading: ReturnType<typeof loadClient> | undefined;
  const load = () => {
    loading ??= loadClient(settings, key, transport);
    return loading;
  };

  /** What every call is made with: once, because only the caller tries again, and nothing is reported elsewhere. */
  const callOptions = (messages: readonly Message[], { temperature, maxOutputTokens }: CallOptions) => {
    const { system, turns } = toConversation(messages);
    return {
      ...(system && { instructions: system }),
      messages: [...turns],
      ...(temperature !== undefined && { temperature }),
      ...(maxOutputTokens !== undefined && { maxOutputTokens }),
      ...once,
    };
  };

  const usageOf = ({ inputTokens, outputTokens }: LanguageModelUsage, messages: readonly Message[], text: string): Usage =>
    inputTokens === undefined || outputTokens === undefined
      ? estimateUsage(messages, text, price)
      : toUsage({ inputTokens, outputTokens }, price);

  const failureOf = (error: unknown, signal: AbortSignal) => (signal.aborted ? signal.reason : toModelFailure(name, key, error));

  return {
    name,

    async generateObject(messages, schema, options) {
      const { ai, chat } = await load();
      const form = answerSchema(schema, { unions: true });
      const isPrompt = settings.structuredOutput === 'prompt';
      const asked = isPrompt ? [...messages, instruction(form)] : messages;
      try {
        const {
          text,
          usage: counted,
          finishReason: reason,
          rawFinishReason: raw,
        } = await ai
          .generateText({
            model: chat,
            ...callOptions(asked, options),
            ...(!isPrompt && { output: ai.Output.object({ schema: ai.jsonSchema(form.json), name: 'answer' }) }),
            providerOptions: { openaiCompatible: { strictJsonSchema: form.strict } },
            abortSignal: options.signal,
          })
          .catch((error: unknown) => {
            // The text is still to be read: it may hold the object within prose.
            if (!ai.NoObjectGeneratedError.isInstance(error) || !error.usage) throw error;
            return { text: error.text ?? '', usage: error.usage, finishReason: error.finishReason, rawFinishReason: undefined };
          });
        const usage = usageOf(counted, asked, text);
        const finishReason = toFinishReason(reason, raw);
        if (finishReason !== 'stop') return { value: null, finishReason, usage };
        return { value: readAnswer(text, schema, { model: name, usage }), finishReason, usage };
      } catch (error) {
        throw failureOf(error, options.signal);
      }
    },

    async *streamText(messages, options) {
      const { ai, chat } = await load();
      const leaving = new AbortController();
      let written = '';
      try {
        const { stream } = ai.streamText({
          model: chat,
          ...callOptions(messages, options),
          abortSignal: AbortSignal.any([options.signal, leaving.signal]),
          onError: () => undefined, // it comes as a part of the stream too
        });
        for await (const part of stream) {
          if (part.type === 'error') throw part.error;
          if (part.type === 'text-delta' && part.text) {
            written += part.text;
            yield { type: 'text', text: part.text };
          }
          if (part.type === 'finish') {
            const finishReason = toFinishReason(part.finishReason, part.rawFinishReason);
            yield { type: 'finish', finishReason, usage: usageOf(part.totalUsage, messages, written) };
          }
        }
        options.signal.throwIfAborted();
      } catch (error) {
        throw failureOf(error, options.signal);
      } finally {
        leaving.abort();
      }
    },

    async embed(texts, { signal }) {
      const { ai, embedding } = await load();
      if (!embedding) {
        throw new ModelFailure('model-not-found', { model: name, message: 'the provider has no model for embeddings' });
      }
      if (texts.length === 0) return { vectors: [], usage: toUsage({ inputTokens: 0, outputTokens: 0 }, price) };
      try {
        const { embeddings, usage } = await ai.embedMany({
          model: embedding,
          values: [...texts],
          // The caller waited for one stream.
          maxParallelCalls: 1,
          abortSignal: signal,
          ...once,
        });
        const tokens = usage.tokens || estimateInput(texts.map((content) => ({ role: 'user', content })));
        return { vectors: embeddings, usage: toUsage({ inputTokens: tokens, outputTokens: 0 }, price) };
      } catch (error) {
        throw failureOf(error, signal);
      }
    },

    async countTokens(messages, { signal }) {
      signal.throwIfAborted();
      return estimateInput(messages);
    },

    close: transport.close,
  };
}

const once = { maxRetries: 0, telemetry: { isEnabled: false } } as const;

function instruction({ json }: AnswerSchema): Message {
  const content = `Answer with one JSON object that satisfies this JSON Schema, and with nothing else:\n${JSON.stringify(json)}`;
  return { role: 'system', content };
}

function toFinishReason(reason: string | undefined, raw: string | undefined): FinishReason {
  if (reason === 'content-filter' || raw === 'blacklist') return 'refused';
  return reason === 'length' ? 'length' : 'stop';
}
