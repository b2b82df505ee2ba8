import type { Clock } from '@lyceum/common/context';
import type { Database } from '@lyceum/common/database';
import { DomainError } from '@lyceum/common/errors';
import type { SharedFairQueue } from '@lyceum/common/shared-fair-queue';
import type { Usage } from '@lyceum/llm/language-model';
import { ModelFailure } from '@lyceum/llm/model-failure';
import type { CallEnding, StartCall } from '@lyceum/llm/paid-call';
import { estimateUsage, toUsage } from '@lyceum/llm/usage';
import type { ClientPool } from '../providers/client-pool.ts';
import type { ProviderRow } from '../providers/provider.entity.ts';
import { recordEnd, recordStart } from './call-record.ts';

/** Budgets, places and records of the database. */
export function createStartCall({
  database,
  streams,
  clients,
  clock,
}: {
  database: Database;
  streams: SharedFairQueue;
  clients: ClientPool;
  clock: Clock;
}): StartCall<ProviderRow> {
  return async ({ caller, provider, signal, waitMs }, plan) => {
    signal.throwIfAborted();
    const { maxConcurrency, price, timeoutSeconds } = provider.settings;
    const lease = clients.lease(provider);
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

    async function end({ outcome, usage, answer = null, failure = null }: CallEnding): Promise<void> {
      if (ended) return;
      ended = true;
      lease.release();
      const durationMs = startedAt === undefined ? 0 : clock.now().getTime() - startedAt;
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
    startedAt = clock.now().getTime();
    return { model: lease.model, end, fail };
  };
}

function noStream(cause: unknown, model: string): ModelFailure {
  if (cause instanceof DomainError) return new ModelFailure('busy', { model, message: 'no stream became free in time', cause });
  return new ModelFailure('unavailable', { model, message: 'the queue for models cannot be reached', cause });
}
