import { errorText, summarizeError } from '../log/error-report.ts';

/** BullMQ keeps message and stack of a failure for a month: neither may hold what the job was given. */
export function toStoredError(error: unknown): Error {
  const failure = new Error(summarizeError(error));
  failure.stack = errorText(error);
  return failure;
}
