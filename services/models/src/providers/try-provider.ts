import type { Actor, Context } from '@lyceum/common/context';
import type { testProvider } from '@lyceum/contracts/models/provider';
import type { Attempts } from '@lyceum/llm/attempts';
import type { Message } from '@lyceum/llm/language-model';
import { ModelFailure } from '@lyceum/llm/model-failure';
import { z } from 'zod';
import type { ProviderRow } from './provider.entity.ts';

type Outcome = (typeof testProvider.response)['_output'];

export type TryProvider = (provider: ProviderRow, actor: Actor, ctx: Context) => Promise<Outcome>;

/** Below what the gateway waits for an answer. */
const patienceMs = 25_000;
/** Enough for models that think before they answer. */
const maxOutputTokens = 512;

const schema = z.object({ capital: z.string() });
const question: readonly Message[] = [
  { role: 'system', content: 'Answer with the structure that is asked for, and nothing else.' },
  { role: 'user', content: 'What is the capital of Russia?' },
];

/** Asks once, whether or not the provider is enabled, and pays from the budget of whoever tries. */
export function createTryProvider(attempts: Attempts<ProviderRow>): TryProvider {
  return async (provider, actor, ctx) => {
    const caller = {
      task: 'prompt-trial',
      space: ctx.space,
      userId: actor.id,
      roles: actor.roles,
      locale: ctx.locale,
    } as const;
    const attempt = { caller, provider, signal: AbortSignal.timeout(patienceMs), waitMs: patienceMs };
    const startedAt = ctx.now().getTime();
    const durationMs = () => ctx.now().getTime() - startedAt;
    try {
      const { model } = await attempts.generateObject(attempt, question, schema, { maxOutputTokens, temperature: 0 });
      return { ok: true, durationMs: durationMs(), model, failure: null };
    } catch (error) {
      return { ok: false, durationMs: durationMs(), model: null, failure: toFailure(error, attempt.signal) };
    }
  };
}

function toFailure(error: unknown, signal: AbortSignal): Outcome['failure'] {
  if (error instanceof ModelFailure) return { kind: error.kind, message: error.message };
  if (signal.aborted) return { kind: 'timeout', message: `no answer within ${patienceMs / 1000} s` };
  throw error;
}
