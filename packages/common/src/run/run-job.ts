import type { Context } from '../context.ts';
import type { Database } from '../database.ts';
import type { JobHandler, JobRun } from '../jobs.ts';
import { isAway } from './is-away.ts';
import type { JobAttempt } from './queued-job.ts';

type Attempt = Pick<JobAttempt, 'id' | 'name' | 'payload' | 'attempt' | 'lastAttempt' | 'signal'>;

/** Runs a job by its name, as the worker does and as tests do. */
export async function runJob(database: Database, jobs: readonly JobHandler[], ctx: Context, attempt: Attempt): Promise<void> {
  await createHandler(jobs, attempt).run(attempt.payload, createRun(database, ctx, attempt));
}

/** Ends what a job left unfinished that is not run any more. */
export async function giveUpJob(database: Database, jobs: readonly JobHandler[], ctx: Context, attempt: Attempt): Promise<void> {
  await createHandler(jobs, attempt).giveUp(attempt.payload, createRun(database, ctx, attempt));
}

function createHandler(jobs: readonly JobHandler[], { name }: Attempt): JobHandler {
  const handler = jobs.find(({ job }) => job.name === name);
  if (!handler) throw new Error(`nothing handles the job ${name}`);
  return handler;
}

/** What one attempt is given. */
export function createRun(database: Database, ctx: Context, attempt: Omit<Attempt, 'name' | 'payload'>): JobRun {
  const { id, attempt: number, lastAttempt, signal } = attempt;
  return {
    ctx,
    id,
    attempt: number,
    lastAttempt,
    isFinal: (error) => lastAttempt && !signal.aborted && !isAway(error),
    signal,
    read: (run) => database.read(ctx, run),
    transact: (run) => database.transact(ctx, run),
    async inEachSpace(entity, run) {
      const errors: unknown[] = [];
      for (const space of await database.spacesWith(entity)) {
        if (signal.aborted) break;
        await run(createRun(database, { ...ctx, space }, attempt)).catch((error: unknown) => errors.push(error));
      }
      signal.throwIfAborted();
      if (errors.length > 0) throw new AggregateError(errors, `it failed in ${errors.length} spaces`);
    },
  };
}
