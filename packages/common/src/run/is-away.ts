import { DatabaseAway } from '../errors.ts';

/** Whether a job failed for want of the database, maybe among other reasons: it is put back and counts no attempt. */
export const isAway = (error: unknown): boolean => findAway(error).length > 0;

/** Whether a connection broke in the middle of it. A job that does so again and again is what breaks it. */
export const isBroken = (error: unknown): boolean => findAway(error).some(({ broke }) => broke);

function findAway(error: unknown): DatabaseAway[] {
  if (error instanceof DatabaseAway) return [error];
  return error instanceof AggregateError ? error.errors.flatMap(findAway) : [];
}
