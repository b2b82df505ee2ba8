import type { Context } from '@lyceum/common/context';
import { DomainError } from '@lyceum/common/errors';
import type { Role } from '@lyceum/contracts/shared/roles';
import { ModelFailure } from '@lyceum/llm/model-failure';
import type { Models } from '@lyceum/llm/task-models';
import { findEmbeddingModel } from './embedding-model.ts';

/** Longer, a person would rather have an answer from words alone. */
const timeoutMs = 3_000;
const maxText = 2_000;

/** The vector of a question; null without a model, and when it cannot be had: then words alone are searched. */
export async function embedQuestion(
  models: Models,
  ctx: Pick<Context, 'space' | 'locale' | 'requestId'>,
  asker: { readonly id: string; readonly roles: readonly Role[] },
  question: string,
  signal: AbortSignal,
): Promise<number[] | null> {
  const limit = AbortSignal.timeout(timeoutMs);
  try {
    const model = await findEmbeddingModel(models, ctx, asker);
    if (!model) return null;
    const { vectors } = await model.embed([question.slice(0, maxText)], { signal: AbortSignal.any([signal, limit]) });
    return vectors[0] ?? null;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ModelFailure || error instanceof DomainError || limit.aborted) return null;
    throw error;
  }
}
