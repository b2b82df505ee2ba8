import { DatabaseAway } from '../errors.ts';

/** Whether a job failed for want of the database, maybe among other reasons: it is put back and counts no attempt. */
export function isAway(error: unknown): boolean {
  return error instanceof DatabaseAway || (error instanceof AggregateError && error.errors.some(isAway));
}
