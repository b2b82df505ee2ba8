import { DelayedError, type Job } from 'bullmq';

const delayMs = 5_000;

/** Gives a job back to Redis for some seconds that found no place, or no database. It counts as no attempt. */
export async function putBack(job: Job, token: string | undefined): Promise<never> {
  await job.moveToDelayed(Date.now() + delayMs, token);
  throw new DelayedError();
}
