import type { EntityManager, EntitySchema } from 'typeorm';
import type { z } from 'zod';
import type { Context } from './context.ts';

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
  /** Takes minutes of a processor and programs that not every process has: `JOBS` says which processes run it. */
  readonly heavy?: boolean;
}

export function defineJob<Schema extends z.ZodType>(
  name: `${string}.${string}-${string}`,
  schema: Schema,
  options: Pick<Job, 'attempts' | 'backoffMs' | 'places' | 'heavy'>,
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
  /** Whether a handler that fails with this is not run again, and so ends what it leaves unfinished. */
  isFinal(error: unknown): boolean;
  /** Aborted when the process stops: the job is put back, and this attempt does not count. */
  readonly signal: AbortSignal;
  read<Result>(run: (db: EntityManager) => Promise<Result>): Promise<Result>;
  transact<Result>(run: (db: EntityManager) => Promise<Result>): Promise<Result>;
  /**
   * For work over all spaces: runs in each in which this table has rows, one after the other. A space that fails keeps no other
   * from its turn; the job fails at the end. Ends early when the process stops.
   */
  inEachSpace<Row>(entity: EntitySchema<Row>, run: (inSpace: JobRun) => Promise<void>): Promise<void>;
}

export interface JobHandler {
  readonly job: Job;
  run(payload: unknown, run: JobRun): Promise<void>;
  giveUp(payload: unknown, run: JobRun): Promise<void>;
}

/**
 * A job may run more than once (a crash comes between its end and the note of it), so a handler first looks at what is done.
 * `giveUp` runs instead when processes ended in the middle of the job too often: it says so where the job left something unfinished.
 * When it fails, the attempts that are left try it again.
 */
export function handle<Schema extends z.ZodType>(
  job: Job<Schema>,
  run: (payload: z.output<Schema>, run: JobRun) => Promise<void>,
  { giveUp }: { giveUp?: (payload: z.output<Schema>, run: JobRun) => Promise<unknown> } = {},
): JobHandler {
  return {
    job,
    run: (payload, jobRun) => run(job.schema.parse(payload), jobRun),
    async giveUp(payload, jobRun) {
      await giveUp?.(job.schema.parse(payload), jobRun);
    },
  };
}

/** Enqueues a job without payload again and again, once for all replicas, in the space main. */
export interface Schedule {
  readonly job: Job;
  readonly everySeconds: number;
}
