import type { Context } from '../context.ts';
import type { Database } from '../database.ts';
import type { JobHandler } from '../jobs.ts';

/** Runs a job by its name, as the worker does and as tests do. */
export async function runJob(
  database: Database,
  jobs: readonly JobHandler[],
  ctx: Context,
  attempt: { id: string; name: string; payload: unknown; attempt: number; lastAttempt: boolean; signal: AbortSignal },
): Promise<void> {
  const handler = jobs.find(({ job }) => job.name === attempt.name);
  if (!handler) throw new Error(`nothing handles the job ${attempt.name}`);
  await handler.run(attempt.payload, {
    ctx,
    id: attempt.id,
    attempt: attempt.attempt,
    lastAttempt: attempt.lastAttempt,
    signal: attempt.signal,
    read: (run) => database.read(ctx, run),
    transact: (run) => database.transact(ctx, run),
  });
}
