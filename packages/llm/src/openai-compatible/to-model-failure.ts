import { ModelFailure } from '../model-failure.ts';
import { conceal } from '../provider-failures.ts';

/** Errors of the library that say that an answer was not what the API promises. */
const invalidAnswers: readonly string[] = [
  'AI_APICallError',
  'AI_EmptyResponseBodyError',
  'AI_InvalidResponseDataError',
  'AI_JSONParseError',
  'AI_TypeValidationError',
];

/**
 * What a call ended with: the failure that the transport threw and the library wrapped, else what the library found wrong with
 * the answer. Its own errors carry whole prompts and answers, so that they are not passed on.
 */
export function toModelFailure(model: string, key: string, error: unknown): unknown {
  for (let inner = error; inner instanceof Error; inner = inner.cause) if (inner instanceof ModelFailure) return inner;
  if (!(error instanceof Error)) return error;
  const { name, message } = error;
  // An error that came as an event of the stream.
  if (name === 'AI_StreamProviderError') {
    return new ModelFailure('unavailable', { model, message: `in the stream: ${conceal(message, [key]).slice(0, 300)}` });
  }
  // Streams that end without a finish reason, or without anything.
  if (name === 'AI_NoOutputGeneratedError' || message.includes('without a finish reason')) {
    return new ModelFailure('unavailable', { model, message: 'the answer broke off' });
  }
  if (!invalidAnswers.includes(name)) return error;
  return new ModelFailure('invalid-answer', { model, message: 'the provider answered otherwise than its API does' });
}
