import { z } from 'zod';

/** What a queue keeps of a job. */
// A job of the release before has no person.
export const jobData = z.object({
  payload: z.unknown(),
  space: z.string(),
  person: z.string().nullable().default(null),
  requestId: z.string(),
  /** Runs that never came to an end. */
  crashes: z.int().default(0),
});
