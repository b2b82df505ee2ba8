import type { Clock } from '@lyceum/common/context';
import type { Database } from '@lyceum/common/database';
import type { z } from 'zod';
import { answerSchema } from './answer-schema.ts';
import { type CallEnd, recordEnd, recordStart } from './calls/call-record.ts';
import type { CallOptions, LanguageModel, Message, TextEvent, Usage } from './language-model.ts';
import type { LanguageModels } from './language-models.ts';
import { ModelFailure } from './model-failure.ts';
import type { Answer, Caller } from './models.ts';
import type { ProviderRow } from './providers/provider.entity.ts';
import type { Slots } from './slots.ts';
import { estimateInput, estimateUsage, toUsage } from './usage.ts';

/** Every call has a bound, because a budget can only be held by what is reserved before. */
const defaultMaxOutputTokens = 4096;

export interface Attempt {
  readonly caller: Caller;
  readonly provider: ProviderRow;
  readonly signal: AbortSignal;
  /** How long to wait for a free stream. */
  readonly waitMs: number;
}

export type GenerateOptions = Omit<CallOptions, 'signal'>;

/**
 * One call of one provider: paid from the budgets, in a stream of its own, recorded. Rejects with the failure of the provider,
 * which a refusal and an answer cut off are too, with `model_budget.exhausted`, or with the reason of the signal.
 */
export interface Attempts {
  generateObject<Schema extends z.ZodType>(
    attempt: Attempt,
    messages: readonly Message[],
    schema: Schema,
    options: GenerateOptions,
  ): Promise<Answer<z.output<Schema>>>;
  /** Resolves with the first event; whoever has the stream reads it to its end or leaves it with `return`. */
  streamText(attempt: Attempt, messages: readonly Message[], options: GenerateOptions): Promise<AsyncGenerator<TextEvent>>;
  embed(attempt: Attempt, texts: readonly string[]): Promise<{ vectors: number[][]; usage: Usage }>;
}

interface Plan {
  readonly model: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly request: unknown;
}

type Ending = Pick<CallEnd, 'outcome' | 'usage'> & { readonly answer?: unknown; readonly failure?: CallEnd['failure'] };

interface RunningCall {
  readonly model: LanguageModel;
  /** Gives the stream back, pays and records; only the first ending counts. */
  end(ending: Ending): Promise<void>;
  /** Undefined when nobody wants the rest. */
  fail(error: unknown, text?: string): Promise<void>;
}

export function createAttempts(parts: {
  database: Database;
  slots: Slots;
  languageModels: LanguageModels;
  clock: Clock;
}): Attempts {
  const { database, slots, languageModels, clock } = parts;

  async function start({ caller, provider, signal, waitMs }: Attempt, plan: Plan): Promise<RunningCall> {
    signal.throwIfAborted();
    const { settings } = provider;
    const { inputTokens, request } = plan;
    const lease = languageModels.lease(provider);
    const lastsMs = waitMs + 2 * settings.timeoutSeconds * 1000;
    const record = await database
      .transact(caller, (db) => recordStart(db, { ...plan, caller, provider, lastsMs }, clock.now()))
      .catch((error: unknown) => {
        lease.release();
        throw error;
      });
    let release: (() => Promise<void>) | undefined;
    let startedAt: number | undefined;
    let ended = false;

    async function end({ outcome, usage, answer = null, failure = null }: Ending): Promise<void> {
      if (ended) return;
      ended = true;
      lease.release();
      const durationMs = startedAt === undefined ? 0 : Math.round(performance.now() - startedAt);
      await release?.();
      const texts = { request, answer };
      await database.transact(caller, (db) => recordEnd(db, record, { outcome, usage, failure, durationMs, texts }));
    }

    async function fail(error: unknown, text = ''): Promise<void> {
      const nothing = toUsage({ inputTokens: 0, outputTokens: 0 }, settings.price);
      // What a call used that nobody waited for is unknown: the provider has read it and was writing.
      const { outputTokens } = estimateUsage([], text, settings.price);
      const unknown = startedAt === undefined ? nothing : toUsage({ inputTokens, outputTokens }, settings.price);
      if (!(error instanceof ModelFailure)) {
        return end({ outcome: error === undefined || signal.aborted ? 'cancelled' : 'failed', usage: unknown });
      }
      const { kind } = error;
      const usage = error.usage ?? (kind === 'timeout' ? unknown : nothing);
      const isOutcome = kind === 'refused' || kind === 'length';
      return end({ usage, ...(isOutcome ? { outcome: kind } : { outcome: 'failed', failure: kind }) });
    }

    try {
      release = await slots.acquire({
        provider: provider.id,
        limit: settings.maxConcurrency,
        user: caller.userId,
        signal,
        deadlineMs: waitMs,
      });
    } catch (error) {
      await fail(error);
      throw error;
    }
    startedAt = performance.now();
    return { model: lease.model, end, fail };
  }

  /** Ends the call by what `ask` resolves or rejects with. */
  async function run<Result>(
    attempt: Attempt,
    plan: Plan,
    ask: (model: LanguageModel) => Promise<{ result: Result; ending: Ending }>,
  ): Promise<Result> {
    const call = await start(attempt, plan);
    try {
      const { result, ending } = await ask(call.model);
      await call.end(ending);
      return result;
    } catch (error) {
      await call.fail(error);
      throw error;
    }
  }

  return {
    generateObject({ signal, ...attempt }, messages, schema, options) {
      const { maxOutputTokens = defaultMaxOutputTokens } = options;
      const plan = {
        model: attempt.provider.settings.model,
        inputTokens: estimateInput([...messages, describe(schema)]),
        outputTokens: maxOutputTokens,
        request: messages,
      };
      return run({ signal, ...attempt }, plan, async (model) => {
        const callOptions = { ...options, maxOutputTokens, signal };
        const { value, finishReason, usage } = await model.generateObject(messages, schema, callOptions);
        if (finishReason !== 'stop' || value === null) throw notWhole(finishReason, model.name, usage);
        return { result: { value, model: model.name, usage }, ending: { outcome: 'done', usage, answer: value } };
      });
    },

    async streamText({ signal, ...attempt }, messages, options) {
      const { maxOutputTokens = defaultMaxOutputTokens } = options;
      const call = await start(
        { signal, ...attempt },
        {
          model: attempt.provider.settings.model,
          inputTokens: estimateInput(messages),
          outputTokens: maxOutputTokens,
          request: messages,
        },
      );
      try {
        const events = call.model.streamText(messages, { ...options, maxOutputTokens, signal })[Symbol.asyncIterator]();
        const first = await events.next();
        if (!first.done && first.value.type === 'finish' && first.value.finishReason === 'refused') {
          throw notWhole('refused', call.model.name, first.value.usage);
        }
        return passOn(call, first, events);
      } catch (error) {
        await call.fail(error);
        throw error;
      }
    },

    embed(attempt, texts) {
      const { settings } = attempt.provider;
      const model = settings.embeddingModel ?? settings.model;
      const plan = {
        model,
        inputTokens: estimateInput(texts.map((content) => ({ role: 'user', content }))),
        outputTokens: 0,
        request: texts,
      };
      return run(attempt, plan, async (languageModel) => {
        const result = await languageModel.embed(texts, { signal: attempt.signal });
        return { result, ending: { outcome: 'done', usage: result.usage } };
      });
    },
  };
}

/** In one form or another the schema is sent along. */
function describe(schema: z.ZodType): Message {
  return { role: 'system', content: JSON.stringify(answerSchema(schema, { unions: true }).json) };
}

/** Hands the events over as they come. */
async function* passOn(
  call: RunningCall,
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

function notWhole(reason: 'refused' | 'length' | 'stop', model: string, usage: Usage): ModelFailure {
  if (reason === 'stop') return new ModelFailure('invalid-answer', { model, message: 'the answer is empty', usage });
  const message = reason === 'refused' ? 'the filter of the provider declined to answer' : 'the limit of tokens was reached';
  return new ModelFailure(reason, { model, message, usage });
}
