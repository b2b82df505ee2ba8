import { rateLimited } from '@lyceum/contracts/shared/common-problems';
import { type Job as BullJob, DelayedError, Queue, UnrecoverableError, WaitingError, Worker } from 'bullmq';
import { DomainError } from '../errors.ts';
import type { Turn } from '../fair-queue.ts';
import type { Job, Places } from '../jobs.ts';
import type { Logger } from '../log.ts';
import { isAway, isBroken } from './is-away.ts';
import { jobData } from './job-data.ts';
import { createTurns } from './job-turns.ts';
import { putBack } from './put-back.ts';
import type { JobAttempt, QueuedJob } from './queued-job.ts';
import { toStoredError } from './stored-error.ts';

export interface JobQueue {
  /** Resolves when Redis has them all. Adding a job again while it is known is a no-op. */
  add(jobs: readonly QueuedJob[]): Promise<void>;
  counts(): Promise<Record<string, number>>;
  stop(): Promise<void>;
}

/** A job whose process was killed runs again after at most 15 + 5 s. BullMQ also counts those that only waited for a place. */
const crash = { lockDuration: 15_000, stalledInterval: 5_000, maxStalledCount: 1_000_000 };

/** So often may a process, or its connection to the database, end in the middle of a job before it counts as failed. */
const maxCrashes = 5;

/**
 * Jobs a process takes at a time, those that wait for a place included: whose turn it is can be seen only among what it took. One
 * person's thousand jobs must not keep the first one of another in the queue behind them. Of those of one person that wait for places
 * of one kind so many that the places never stand empty, and so few that twenty people have to fill theirs before anybody waits in
 * Redis; any other goes back there for a while.
 */
const ofShortJobs = { atOnce: 1_000, waitingPerPerson: 50 };

export interface JobQueueOptions {
  readonly name: string;
  readonly redisUrl: string;
  readonly prefix: string;
  readonly jobs: readonly Job[];
  readonly places: Places;
  /** False only adds jobs: another process runs them. */
  readonly works?: boolean;
  /** Jobs a process takes, and of these those of one person that wait for places of their own. */
  readonly taken?: { readonly atOnce: number; readonly waitingPerPerson: number };
  readonly log: Logger;
  readonly run: (attempt: JobAttempt) => Promise<void>;
  /** Runs instead when processes ended in the middle of the job too often, before it counts as failed. */
  readonly giveUp: (attempt: JobAttempt) => Promise<void>;
}

/** BullMQ behind a queue of its own. Finished jobs are remembered for a day, so that a repeat is recognised. */
export async function startJobQueue(options: JobQueueOptions): Promise<JobQueue> {
  const { name: queueName, prefix, log, works = true, taken = ofShortJobs } = options;
  const byName = new Map(options.jobs.map((job) => [job.name, job]));
  const getTurns = createTurns(options.jobs, options.places, taken.waitingPerPerson);
  const stopping = new AbortController();
  const connection = { url: options.redisUrl, maxRetriesPerRequest: null, connectTimeout: 2000 };
  const queue = new Queue(queueName, {
    prefix,
    connection: { ...connection, maxRetriesPerRequest: 1, enableOfflineQueue: false },
  });
  queue.on('error', (error) => log.warn({ err: error }, 'job queue connection'));

  async function takePlace(job: BullJob, token: string | undefined, turn: Turn): Promise<() => void> {
    try {
      return await getTurns(job.name).acquire(turn);
    } catch (error) {
      if (!(error instanceof DomainError && error.problem === rateLimited)) throw error;
      return putBack(job, token);
    }
  }

  async function attemptJob(job: BullJob, token: string | undefined): Promise<void> {
    const { payload, space, person, requestId, crashes } = jobData.parse(job.data);
    const number = job.attemptsMade + 1;
    const lastAttempt = number >= (job.opts.attempts ?? 1);
    const { signal } = stopping;
    const queued = { id: job.id ?? '', name: job.name, payload, space, person, requestId };
    const attempt = { ...queued, attempt: number, lastAttempt, signal };
    const release = await takePlace(job, token, { space, person, signal });
    try {
      if (crashes >= maxCrashes) {
        await options.giveUp(attempt);
        throw new UnrecoverableError(`its process ended ${crashes} times`);
      }
      await job.updateData({ ...job.data, crashes: crashes + 1 });
      await options.run(attempt);
    } catch (error) {
      if (!isBroken(error)) await job.updateData({ ...job.data, crashes });
      throw error;
    } finally {
      release();
    }
  }

  async function runJob(job: BullJob, token: string | undefined): Promise<void> {
    try {
      await attemptJob(job, token);
    } catch (error) {
      if (error instanceof DelayedError || error instanceof UnrecoverableError) throw error;
      if (isAway(error) && !stopping.signal.aborted) {
        log.warn({ err: error, job: job.name, jobId: job.id }, 'job put back');
        await putBack(job, token);
      }
      if (!stopping.signal.aborted) throw toStoredError(error);
      await job.moveToWait(token);
      throw new WaitingError();
    }
  }

  const worker = works ? new Worker(queueName, runJob, { prefix, connection, concurrency: taken.atOnce, ...crash }) : undefined;
  worker?.on('error', (error) => log.warn({ err: error }, 'job worker connection'));
  worker?.on('failed', (job, error) => log.error({ err: error, job: job?.name, jobId: job?.id }, 'job attempt failed'));

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
      const closed = worker?.close();
      stopping.abort();
      await closed;
      await queue.close();
    },
  };
}
