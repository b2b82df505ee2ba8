import type { ModelTask } from '@lyceum/contracts/models/model-task';
import type { Locale } from '@lyceum/contracts/shared/fields';
import type { Role } from '@lyceum/contracts/shared/roles';
import type { z } from 'zod';
import type { CallOptions, Message, TextEvent, Usage } from './language-model.ts';

/** For whom and for what a model is asked: its budget pays, its place in the queue is taken. */
export interface Caller {
  readonly task: ModelTask;
  readonly space: string;
  readonly userId: string;
  readonly roles: readonly Role[];
  /** For the detail of `model_budget.exhausted`; without it there is none. */
  readonly locale?: Locale;
  /** Joins the logs of the services on the way. */
  readonly requestId?: string;
}

export interface Answer<Value> {
  readonly value: Value;
  /** `<provider>/<model>` that gave it. */
  readonly model: string;
  readonly usage: Usage;
}

/**
 * The models of one task, tried in the order an administrator set: the same one again while its failure may pass, then the
 * next. Every attempt is paid from the caller's budgets, waits for a free stream of its provider, and is recorded. Calls reject
 * with the last `ModelFailure`, with `model_budget.exhausted` before anything is spent, or with the reason of the signal.
 */
export interface TaskModels {
  /** What an administrator has set. Calls need it not: each goes by what is set then. */
  getOrder(): Promise<TaskOrder>;
  generateObject<Schema extends z.ZodType>(
    messages: readonly Message[],
    schema: Schema,
    options: CallOptions,
  ): Promise<Answer<z.output<Schema>>>;
  streamText(messages: readonly Message[], options: CallOptions): AsyncIterable<TextEvent>;
  embed(texts: readonly string[], options: Pick<CallOptions, 'signal'>): Promise<{ vectors: number[][]; usage: Usage }>;
  /** Tokens the messages would cost as input, counted the way the first model counts that can be asked. */
  countTokens(messages: readonly Message[], options: Pick<CallOptions, 'signal'>): Promise<number>;
}

export interface TaskOrder {
  /** Of the models, in the order they are tried; empty when the task is done without a model. */
  readonly names: readonly string[];
  /** Whether the task is to be done without a model when none is set or all have failed. */
  readonly outline: boolean;
}

export interface Models {
  forCaller(caller: Caller): TaskModels;
}
