import type { Clock } from '@lyceum/common/context';
import type { Database } from '@lyceum/common/database';
import { DomainError } from '@lyceum/common/errors';
import type { SharedFairQueue } from '@lyceum/common/shared-fair-queue';
import { type CallEnd, recordEnd, recordStart } from './calls/call-record.ts';
import type { LanguageModel, Usage } from './language-model.ts';
import type { LanguageModels } from './language-models.ts';
import { ModelFailure } from './model-failure.ts';
import type { Caller } from './models.ts';
import type { ProviderRow } from './providers/provider.entity.ts';
import { estimateUsage, toUsage } from './usage.ts';

export interface Attempt {
  readonly caller: Caller;
  readonly provider: ProviderRow;
  readonly signal: AbortSignal;
  /** How long to wait for a free stream; whole milliseconds. */
  readonly waitMs: number;
}

interface Plan {
  /** Name of the model at the provider. */
  readonly model: string;
  /** What the call may use at most. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Kept where texts are recorded. */
  readonly request: unknown;
}

type Ending = Pick<CallEnd, 'outcome' | 'usage'> & { readonly answer?: unknown; readonly failure?: CallEnd['failure'] };

export interface PaidCall {
  readonly model: LanguageModel;
  /** Gives the stream back, pays and records. Only the first ending counts, be it this or a failure. */
  end(ending: Ending): Promise<void>;
  /** `error` is undefined when nobody wants the rest; `text` is what had been written by then. */
  fail(error: unknown, text?: string): Promise<void>;
}

/**
 * Reserves what the call may use, waits for a free stream, and hands over the model. Throws `model_budget.exhausted`, a
 * `ModelFailure` when no stream is to be had, or the reason of the signal.
 */
export type StartCall = (attempt: Attempt, plan: Plan) => Promise<PaidCall>;

export function createStartCall({
  database,
  streams,
  languageModels,
  clock,
}: {
  database: Database;
  streams: SharedFairQueue;
  languageModels: LanguageModels;
  clock: Clock;
}): StartCall {
  return async ({ caller, provider, signal, waitMs }, plan) => {
    signal.throwIfAborted();
    const { maxConcurrency, price, timeoutSeconds } = provider.settings;
    const lease = languageModels.lease(provider);
    const lastsMs = waitMs + 2 * timeoutSeconds * 1000;
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
      const texts = { request: plan.request, answer };
      await database.transact(caller, (db) => recordEnd(db, record, { outcome, usage, failure, durationMs, texts }));
    }

    /** What a call used that did not end properly, when the provider does not say: it has read, and maybe written. */
    function guess(text: string, isRead: boolean): Usage {
      const { outputTokens } = estimateUsage([], text, price);
      return toUsage(isRead ? { inputTokens: plan.inputTokens, outputTokens } : { inputTokens: 0, outputTokens: 0 }, price);
    }

    async function fail(error: unknown, text = ''): Promise<void> {
      const isStarted = startedAt !== undefined;
      const answer = text || null;
      if (!(error instanceof ModelFailure)) {
        const outcome = error === undefined || signal.aborted ? 'cancelled' : 'failed';
        return end({ outcome, usage: guess(text, isStarted), answer });
      }
      const { kind } = error;
      const usage = error.usage ?? guess(text, isStarted && (kind === 'timeout' || text !== ''));
      if (kind === 'refused' || kind === 'length') return end({ outcome: kind, usage, answer });
      return end({ outcome: 'failed', failure: kind, usage, answer });
    }

    try {
      const turn = { space: caller.space, person: caller.userId, signal, timeoutMs: waitMs };
      release = await streams.acquire({ ...turn, resource: `model:${provider.id}`, places: maxConcurrency });
    } catch (error) {
      const failure = signal.aborted ? signal.reason : noStream(error, plan.model);
      await fail(failure);
      throw failure;
    }
    startedAt = performance.now();
    return { model: lease.model, end, fail };
  };
}

function noStream(cause: unknown, model: string): ModelFailure {
  if (cause instanceof DomainError) return new ModelFailure('busy', { model, message: 'no stream became free in time', cause });
  return new ModelFailure('unavailable', { model, message: 'the queue for models cannot be reached', cause });
}
