import { setTimeout as delay } from 'node:timers/promises';
import { DomainError } from '@lyceum/common/errors';
import { modelBudgetExhausted } from '@lyceum/contracts/models/budget';
import type { ModelTask } from '@lyceum/contracts/models/model-task';
import type { ProviderSettings } from '@lyceum/contracts/models/provider';
import type { Attempts } from './attempts.ts';
import { ModelFailure } from './model-failure.ts';
import type { Attempt, TaskProvider } from './paid-call.ts';
import type { Caller, Models } from './task-models.ts';

const maxAttempts = 3;
const firstBackoffMs = 500;
/** A provider that asks for a longer pause is not asked again: another one may be free now. */
const maxPauseSeconds = 30;
/** For a free stream of one provider, all attempts together: everybody in a course may want a programme at once. */
const patienceMs = 10 * 60_000;

/** The providers of a task. */
export interface ProviderOrder<Provider extends TaskProvider> {
  /** Enabled ones, in the order they are tried. */
  readonly providers: readonly Provider[];
  /** Whether writing without a model comes last. */
  readonly outline: boolean;
}

interface Options<Provider extends TaskProvider> {
  readOrder(caller: Caller): Promise<ProviderOrder<Provider>>;
  readonly attempts: Attempts<Provider>;
}

/** Providers are read anew for each call, so that what an administrator changes holds from the next call on. */
export function createModels<Provider extends TaskProvider>({ readOrder, attempts }: Options<Provider>): Models {
  return {
    forCaller(caller) {
      async function tryInTurn<Result>(
        signal: AbortSignal,
        ask: (attempt: Attempt<Provider>) => Promise<Result>,
      ): Promise<Result> {
        let failure: unknown = new ModelFailure('unavailable', {
          model: caller.task,
          message: 'no provider is set for this task',
        });
        for (const provider of (await readOrder(caller)).providers) {
          try {
            return await tryAgain(signal, (waitMs) => ask({ caller, provider, signal, waitMs }));
          } catch (error) {
            signal.throwIfAborted();
            if (!isProvidersOwn(error)) throw error;
            failure = error;
          }
        }
        throw failure;
      }

      return {
        async getOrder() {
          const { providers, outline } = await readOrder(caller);
          return { names: providers.flatMap(({ settings }) => toName(caller.task, settings) ?? []), outline };
        },
        generateObject: (messages, schema, { signal, ...options }) =>
          tryInTurn(signal, (attempt) => attempts.generateObject(attempt, messages, schema, options)),
        async *streamText(messages, { signal, ...options }) {
          yield* await tryInTurn(signal, (attempt) => attempts.streamText(attempt, messages, options));
        },
        embed: (texts, { signal }) => tryInTurn(signal, (attempt) => attempts.embed(attempt, texts)),
        countTokens: (messages, { signal }) => tryInTurn(signal, (attempt) => attempts.countTokens(attempt, messages)),
      };
    },
  };
}

/** `<provider>/<model>`; null of a provider that cannot make the vectors it is asked for. */
function toName(task: ModelTask, { name, model, embeddingModel }: ProviderSettings): string | null {
  if (task !== 'tutor-embedding') return `${name}/${model}`;
  return embeddingModel && `${name}/${embeddingModel}`;
}

/**
 * Whether another provider may do better. An answer of the wrong shape is for the caller to mend, who knows what is wrong with
 * it. A budget that is too small for this provider may do for one that costs less, or nothing.
 */
function isProvidersOwn(error: unknown): boolean {
  if (error instanceof ModelFailure) return error.kind !== 'invalid-answer';
  return error instanceof DomainError && error.problem === modelBudgetExhausted;
}

/** `ask` is told how long it may wait for a free stream. */
async function tryAgain<Result>(signal: AbortSignal, ask: (waitMs: number) => Promise<Result>): Promise<Result> {
  const endsAt = performance.now() + patienceMs;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ask(Math.max(Math.round(endsAt - performance.now()), 0));
    } catch (error) {
      if (!(error instanceof ModelFailure) || !error.passing || attempt === maxAttempts) throw error;
      const { retryAfter = 0 } = error;
      if (retryAfter > maxPauseSeconds || performance.now() > endsAt) throw error;
      // Scattered, so that those who failed together do not come back together.
      const backoffMs = firstBackoffMs * 2 ** (attempt - 1) * (1 + Math.random() / 2);
      await delay(Math.max(backoffMs, retryAfter * 1000), undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }
}
