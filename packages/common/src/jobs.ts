import { rateLimited } from '@lyceum/contracts/shared/common-problems';
import { type Job as BullJob, DelayedError, Queue, UnrecoverableError, WaitingError, Worker } from 'bullmq';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { Context } from './context.ts';
import { DomainError } from './errors.ts';
import { createFairQueue, type FairQueue, type Turn } from './fair-queue.ts';
import { errorText, type Logger, summarizeError } from './log.ts';

/** How many jobs run at a time in one process, and how many of them for one person. */
export interface Places {
  readonly perProcess: number;
  readonly perPerson: number;
}

/** Work that one service does later, by itself. */
export interface Job<Schema extends z.ZodType = z.ZodType> {
  /** `<service>.<verb>-<noun>` */
  readonly name: string;
  readonly schema: Schema;
  /** How often it is tried before it counts as failed. */
  readonly attempts: number;
  /** Wait before the second attempt; doubles each time. */
  readonly backoffMs: number;
  /** For work that is slow by itself: it runs beside the other jobs of the service and takes none of their places. */
  readonly places?: Places;
}

export function defineJob<Schema extends z.ZodType>(
  name: `${string}.${string}-${string}`,
  schema: Schema,
  options: Pick<Job, 'attempts' | 'backoffMs' | 'places'>,
): Job<Schema> {
  return { name, schema, ...options };
}

export interface JobRun {
  readonly ctx: Context;
  /** Id of the job: the same in every attempt. */
  readonly id: string;
  /** 1 for the first. */
  readonly attempt: number;
  readonly lastAttempt: boolean;
  /** Aborted when the process stops: the job is put back, and this attempt does not count. */
  readonly signal: AbortSignal;
  read<Result>(run: (db: EntityManager) => Promise<Result>): Promise<Result>;
  transact<Result>(run: (db: EntityManager) => Promise<Result>): Promise<Result>;
}

export interface JobHandler {
  readonly job: Job;
  run(payload: unknown, run: JobRun): Promise<void>;
}

/** A job may run more than once (a crash comes between its end and the note of it), so a handler first looks at what is done. */
export function handle<Schema extends z.ZodType>(
  job: Job<Schema>,
  run: (payload: z.output<Schema>, run: JobRun) => Promise<void>,
): JobHandler {
  return { job, run: (payload, jobRun) => run(job.schema.parse(payload), jobRun) };
}

/** A row of the outbox on its way to a queue. */
export interface QueuedJob {
  readonly id: string;
  readonly name: string;
  readonly payload: unknown;
  readonly space: string;
  /** Id of the account whose request enqueued it, in whose turn it runs. */
  readonly person: string | null;
  readonly requestId: string;
}

export interface JobAttempt extends QueuedJob {
  readonly attempt: number;
  readonly lastAttempt: boolean;
  readonly signal: AbortSignal;
}

export interface JobQueue {
  /** Resolves when Redis has them all. Adding a job again while it is known is a no-op. */
  add(jobs: readonly QueuedJob[]): Promise<void>;
  counts(): Promise<Record<string, number>>;
  stop(): Promise<void>;
}

/** A job whose process was killed runs again after at most 15 + 5 s. BullMQ also counts those that only waited for a place. */
const crash = { lockDuration: 15_000, stalledInterval: 5_000, maxStalledCount: 1_000_000 };
/** So often may a process end in the middle of a job before it counts as failed. */
const maxCrashes = 5;

/**
 * Jobs a process takes at a time, those that wait for a place included: whose turn it is can be seen only among what it took. One
 * person's thousand jobs must not keep the first one of another in the queue behind them.
 */
const takenAtOnce = 1_000;

/**
 * Of these, jobs of one person that wait for a place of one kind: enough that the places of one person never stand empty, and so
 * few that twenty people have to fill theirs before anybody waits in Redis. Any other goes back there for a while.
 */
const waitingPerPerson = 50;
const putBackMs = 5_000;

// A job of the release before has no person.
const jobData = z.object({
  payload: z.unknown(),
  space: z.string(),
  person: z.string().nullable().default(null),
  requestId: z.string(),
  /** Runs that never came to an end. */
  crashes: z.int().default(0),
});

/** BullMQ behind a queue of the service's own. Finished jobs are remembered for a day, so that a repeat is recognised. */
export async function startJobQueue(options: {
  service: string;
  redisUrl: string;
  prefix: string;
  jobs: readonly Job[];
  places: Places;
  log: Logger;
  run: (attempt: JobAttempt) => Promise<void>;
}): Promise<JobQueue> {
  const { service, prefix, log } = options;
  const byName = new Map(options.jobs.map((job) => [job.name, job]));
  const turnsOf = createTurns(options.jobs, options.places);
  const stopping = new AbortController();
  const connection = { url: options.redisUrl, maxRetriesPerRequest: null, connectTimeout: 2000 };
  const queue = new Queue(service, { prefix, connection: { ...connection, maxRetriesPerRequest: 1, enableOfflineQueue: false } });
  queue.on('error', (error) => log.warn({ err: error }, 'job queue connection'));

  async function takePlace(job: BullJob, token: string | undefined, turn: Turn): Promise<() => void> {
    try {
      return await turnsOf(job.name).acquire(turn);
    } catch (error) {
      if (!(error instanceof DomainError && error.problem === rateLimited)) throw error;
      await job.moveToDelayed(Date.now() + putBackMs, token);
      throw new DelayedError();
    }
  }

  async function attemptJob(job: BullJob, token: string | undefined): Promise<void> {
    const { payload, space, person, requestId, crashes } = jobData.parse(job.data);
    const attempt = job.attemptsMade + 1;
    const lastAttempt = attempt >= (job.opts.attempts ?? 1);
    const { signal } = stopping;
    const release = await takePlace(job, token, { space, person, signal });
    try {
      if (crashes >= maxCrashes) throw new UnrecoverableError(`its process ended ${crashes} times`);
      await job.updateData({ ...job.data, crashes: crashes + 1 });
      await options.run({ id: job.id ?? '', name: job.name, payload, space, person, requestId, attempt, lastAttempt, signal });
    } catch (error) {
      await job.updateData({ ...job.data, crashes });
      throw error;
    } finally {
      release();
    }
  }

  const worker = new Worker(
    service,
    async (job, token) => {
      try {
        await attemptJob(job, token);
      } catch (error) {
        if (error instanceof DelayedError || error instanceof UnrecoverableError) throw error;
        if (!stopping.signal.aborted) throw forRedis(error);
        await job.moveToWait(token);
        throw new WaitingError();
      }
    },
    { prefix, connection, concurrency: takenAtOnce, ...crash },
  );
  worker.on('error', (error) => log.warn({ err: error }, 'job worker connection'));
  worker.on('failed', (job, error) => log.error({ err: error, job: job?.name, jobId: job?.id }, 'job attempt failed'));

  return {
    async add(jobs) {
      await queue.addBulk(
        jobs.map(({ id, name, payload, space, person, requestId }) => {
          const job = byName.get(name);
          return {
            name,
            data: { payload, space, person, requestId },
            opts: {
              jobId: id,
              attempts: job?.attempts ?? 1,
              backoff: { type: 'exponential', delay: job?.backoffMs ?? 1000 },
              removeOnComplete: { age: 86_400, count: 10_000 },
              removeOnFail: { age: 30 * 86_400 },
            },
          };
        }),
      );
    },
    counts: () => queue.getJobCounts('waiting', 'active', 'delayed', 'failed'),
    async stop() {
      // Closing comes first: what is put back is not for this worker.
      const closed = worker.close();
      stopping.abort();
      await closed;
      await queue.close();
    },
  };
}

/** The fair queue of each job: its own when it has places of its own, else the one that all others share. */
function createTurns(jobs: readonly Job[], shared: Places): (name: string) => FairQueue {
  const create = ({ perProcess, perPerson }: Places) =>
    createFairQueue({ places: perProcess, placesPerPerson: perPerson, waitingPerPerson });
  const common = create(shared);
  const own = new Map(jobs.flatMap(({ name, places }) => (places ? [[name, create(places)] as const] : [])));
  return (name) => own.get(name) ?? common;
}

/** BullMQ keeps message and stack of a failure for a month: neither may hold what the job was given. */
function forRedis(error: unknown): Error {
  const failure = new Error(summarizeError(error));
  failure.stack = errorText(error);
  return failure;
}
