import type { z } from 'zod';
import { answerSchema } from './answer-schema.ts';
import type { CallOptions, Message, TextEvent, Usage } from './language-model.ts';
import { ModelFailure } from './model-failure.ts';
import type { Attempt, PaidCall, StartCall, TaskProvider } from './paid-call.ts';
import type { Answer } from './task-models.ts';
import { estimateInput } from './usage.ts';

/** Every call has a bound, because a budget can only be held by what is reserved before. */
const defaultMaxOutputTokens = 4096;

type Options = Omit<CallOptions, 'signal'>;

/**
 * One call of one provider: paid from the budgets, in a stream of its own, recorded. Rejects with the failure of the provider,
 * which a refusal and an answer cut off are too, with `model_budget.exhausted`, or with the reason of the signal.
 */
export interface Attempts<Provider extends TaskProvider> {
  generateObject<Schema extends z.ZodType>(
    attempt: Attempt<Provider>,
    messages: readonly Message[],
    schema: Schema,
    options: Options,
  ): Promise<Answer<z.output<Schema>>>;
  /** Resolves with the first event; whoever has the stream reads it to its end or leaves it with `return`. */
  streamText(attempt: Attempt<Provider>, messages: readonly Message[], options: Options): Promise<AsyncGenerator<TextEvent>>;
  embed(attempt: Attempt<Provider>, texts: readonly string[]): Promise<{ vectors: number[][]; usage: Usage }>;
  /** Costs nothing. */
  countTokens(attempt: Attempt<Provider>, messages: readonly Message[]): Promise<number>;
}

export function createAttempts<Provider extends TaskProvider>(startCall: StartCall<Provider>): Attempts<Provider> {
  return {
    async generateObject(attempt, messages, schema, options) {
      const { maxOutputTokens = defaultMaxOutputTokens } = options;
      const call = await startCall(attempt, {
        model: attempt.provider.settings.model,
        inputTokens: estimateInput([...messages, describe(schema)]),
        outputTokens: maxOutputTokens,
        request: messages,
      });
      return recordFailure(call, async () => {
        const { model } = call;
        const callOptions = { ...options, maxOutputTokens, signal: attempt.signal };
        const { value, finishReason, usage } = await model.generateObject(messages, schema, callOptions);
        if (finishReason !== 'stop' || value === null) throw incompleteAnswer(finishReason, model.name, usage);
        await call.end({ outcome: 'done', usage, answer: value });
        return { value, model: model.name, usage };
      });
    },

    async streamText(attempt, messages, options) {
      const { maxOutputTokens = defaultMaxOutputTokens } = options;
      const call = await startCall(attempt, {
        model: attempt.provider.settings.model,
        inputTokens: estimateInput(messages),
        outputTokens: maxOutputTokens,
        request: messages,
      });
      return recordFailure(call, async () => {
        const stream = call.model.streamText(messages, { ...options, maxOutputTokens, signal: attempt.signal });
        const events = stream[Symbol.asyncIterator]();
        const first = await events.next();
        if (!first.done && first.value.type === 'finish' && first.value.finishReason === 'refused') {
          throw incompleteAnswer('refused', call.model.name, first.value.usage);
        }
        return forwardEvents(call, first, events);
      });
    },

    async embed(attempt, texts) {
      const { embeddingModel, model } = attempt.provider.settings;
      const call = await startCall(attempt, {
        model: embeddingModel ?? model,
        inputTokens: estimateInput(texts.map((content) => ({ role: 'user', content }))),
        outputTokens: 0,
        request: texts,
      });
      return recordFailure(call, async () => {
        const result = await call.model.embed(texts, { signal: attempt.signal });
        await call.end({ outcome: 'done', usage: result.usage });
        return result;
      });
    },

    async countTokens(attempt, messages) {
      const { model } = attempt.provider.settings;
      const call = await startCall(attempt, { model, inputTokens: 0, outputTokens: 0, request: messages });
      return recordFailure(call, async () => {
        const tokens = await call.model.countTokens(messages, { signal: attempt.signal });
        await call.end({ outcome: 'done', usage: { inputTokens: 0, outputTokens: 0, cost: null } });
        return tokens;
      });
    },
  };
}

/** In one form or another the schema is sent along. */
function describe(schema: z.ZodType): Message {
  return { role: 'system', content: JSON.stringify(answerSchema(schema, { unions: true }).json) };
}

async function recordFailure<Result>(call: PaidCall, run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    await call.fail(error);
    throw error;
  }
}

/** Hands the events over as they come. */
async function* forwardEvents(
  call: PaidCall,
  first: IteratorResult<TextEvent>,
  events: AsyncIterator<TextEvent>,
): AsyncGenerator<TextEvent> {
  let text = '';
  try {
    for (let step = first; !step.done; step = await events.next()) {
      const event = step.value;
      if (event.type === 'text') text += event.text;
      else {
        const { finishReason, usage } = event;
        await call.end({ outcome: finishReason === 'stop' ? 'done' : finishReason, usage, answer: text });
      }
      yield event;
    }
  } catch (error) {
    await call.fail(error, text);
    throw error;
  } finally {
    // Whoever leaves early ends the call at the provider too.
    await events.return?.();
    await call.fail(undefined, text);
  }
}

function incompleteAnswer(reason: 'refused' | 'length' | 'stop', model: string, usage: Usage): ModelFailure {
  if (reason === 'stop') return new ModelFailure('invalid-answer', { model, message: 'the answer is empty', usage });
  const message = reason === 'refused' ? 'the filter of the provider declined to answer' : 'the limit of tokens was reached';
  return new ModelFailure(reason, { model, message, usage });
}
