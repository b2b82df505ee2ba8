import type { callOutcomes } from '@lyceum/contracts/models/model-call';
import type { ProviderSettings } from '@lyceum/contracts/models/provider';
import type { LanguageModel, Usage } from './language-model.ts';
import type { FailureKind } from './model-failure.ts';
import type { Caller } from './task-models.ts';

/** A provider that may be asked; who keeps providers may know more of it. */
export interface TaskProvider {
  readonly id: string;
  readonly settings: ProviderSettings;
}

export interface Attempt<Provider extends TaskProvider> {
  readonly caller: Caller;
  readonly provider: Provider;
  readonly signal: AbortSignal;
  /** How long to wait for a free stream; whole milliseconds. */
  readonly waitMs: number;
}

export interface CallPlan {
  /** Name of the model at the provider. */
  readonly model: string;
  /** What the call may use at most. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Kept where texts are recorded. */
  readonly request: unknown;
}

export interface CallEnding {
  readonly outcome: Exclude<(typeof callOutcomes)[number], 'running' | 'lost'>;
  readonly usage: Usage;
  readonly answer?: unknown;
  readonly failure?: FailureKind | null;
}

export interface PaidCall {
  readonly model: LanguageModel;
  /** Gives the stream back, pays and records. Only the first ending counts, be it this or a failure. */
  end(ending: CallEnding): Promise<void>;
  /** `error` is undefined when nobody wants the rest; `text` is what had been written by then. */
  fail(error: unknown, text?: string): Promise<void>;
}

/**
 * Reserves what the call may use, waits for a free stream, and hands over the model. Throws `model_budget.exhausted`, a
 * `ModelFailure` when no stream is to be had, or the reason of the signal.
 */
export type StartCall<Provider extends TaskProvider> = (attempt: Attempt<Provider>, plan: CallPlan) => Promise<PaidCall>;
