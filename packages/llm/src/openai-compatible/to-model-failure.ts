import { z } from 'zod';
import { ModelFailure } from '../model-failure.ts';

/** Errors of the library that say that an answer was not what the API promises. */
const invalidAnswers: readonly string[] = [
  'AI_APICallError',
  'AI_JSONParseError',
  'AI_TypeValidationError',
  'AI_InvalidResponseDataError',
  'AI_EmptyResponseBodyError',
];

/**
 * What a call ended with: the reason of the signal, else the failure that the transport threw and the library wrapped, else
 * what the library found wrong with the answer. Its errors carry whole prompts and answers, so that none is passed on.
 */
export function toModelFailure(model: string, error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  for (let inner = error; inner instanceof Error; inner = inner.cause) if (inner instanceof ModelFailure) return inner;
  if (!(error instanceof Error))
    return new ModelFailure('unavailable', { model, message: `in the stream: ${said.parse(error)}` });
  // Streams that end early: without a finish reason, or without anything.
  if (/without a finish reason/.test(error.message) || error.name === 'AI_NoOutputGeneratedError') {
    return new ModelFailure('unavailable', { model, message: 'the answer broke off' });
  }
  if (!invalidAnswers.includes(error.name)) return error;
  return new ModelFailure('invalid-answer', { model, message: 'the provider answered otherwise than its API does' });
}

/** An error that comes as an event of the stream, as OpenAI's API has it. */
const said = z
  .object({ message: z.string() })
  .transform(({ message }) => message.slice(0, 300))
  .catch('an error');
