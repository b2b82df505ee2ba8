import type { z } from 'zod';

/** One turn of a conversation; instructions of ours go into `system`, never what a person typed. */
export interface Message {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

export interface CallOptions {
  /** Ends the call at the provider too; the call then rejects with the reason of the signal. */
  readonly signal: AbortSignal;
  /** Upper bound of generated tokens; the model's own when absent. */
  readonly maxOutputTokens?: number | undefined;
  /** 0 for the most likely text; the model's own when absent. */
  readonly temperature?: number | undefined;
}

/** What a call consumed. */
export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Millionths of the currency unit, because one call costs a fraction of a kopeck; null when the model has no price. */
  readonly cost: { readonly micros: number; readonly currency: string } | null;
}

/** `length`: cut off at the limit of tokens. `refused`: the provider's filter declined to answer, which is not an error. */
export type FinishReason = 'stop' | 'length' | 'refused';

export interface ObjectResult<Value> {
  /** What the schema accepted; null when the call did not end with `stop`. */
  readonly value: Value | null;
  readonly finishReason: FinishReason;
  readonly usage: Usage;
}

/** Pieces in order, then exactly one `finish`. */
export type TextEvent =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'finish'; readonly finishReason: FinishReason; readonly usage: Usage };

/**
 * The only way the platform speaks to a language model. Nothing here belongs to one provider; a failure of the provider
 * rejects the call, and only the caller retries, because every attempt is paid for.
 */
export interface LanguageModel {
  /** `<provider>/<model>`, as it is shown to people and recorded with what the model wrote. */
  readonly name: string;

  /** One answer that satisfies the schema. */
  generateObject<Schema extends z.ZodType>(
    messages: readonly Message[],
    schema: Schema,
    options: CallOptions,
  ): Promise<ObjectResult<z.output<Schema>>>;

  /** Text as it is written. Leaving the loop early ends the call. */
  streamText(messages: readonly Message[], options: CallOptions): AsyncIterable<TextEvent>;

  /** One vector per text, in the order of the texts. */
  embed(texts: readonly string[], options: Pick<CallOptions, 'signal'>): Promise<{ vectors: number[][]; usage: Usage }>;

  /** Tokens the messages would cost as input, counted the way this model counts. */
  countTokens(messages: readonly Message[], options: Pick<CallOptions, 'signal'>): Promise<number>;
}
