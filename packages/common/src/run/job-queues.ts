import type { ServiceConfig } from '../config.ts';
import { type JobQueue, type JobQueueOptions, startJobQueue } from './job-queue.ts';
import type { QueuedJob } from './queued-job.ts';

/**
 * A process takes few heavy jobs at a time, and of one person no second one: what waits in Redis is for other processes, and each
 * runs for minutes.
 */
const ofHeavyJobs = { atOnce: 8, waitingPerPerson: 1 };

/** The queue of a service, and beside it one of its heavy jobs, where it has any: a process may run both or one of them. */
export async function startJobQueues(
  options: Omit<JobQueueOptions, 'works' | 'taken'>,
  runs: ServiceConfig['JOBS'],
): Promise<JobQueue> {
  const heavyJobs = options.jobs.filter(({ heavy }) => heavy);
  const jobs = options.jobs.filter(({ heavy }) => !heavy);
  const light = await startJobQueue({ ...options, jobs, works: runs !== 'heavy' });
  if (heavyJobs.length === 0) return light;
  const name = `${options.name}-heavy`;
  const heavy = await startJobQueue({ ...options, name, jobs: heavyJobs, works: runs !== 'light', taken: ofHeavyJobs });
  const isHeavy = ({ name }: QueuedJob) => heavyJobs.some((job) => job.name === name);
  const queues = [light, heavy];
  return {
    async add(rows) {
      const [heavyRows, others] = [rows.filter(isHeavy), rows.filter((row) => !isHeavy(row))];
      if (others.length > 0) await light.add(others);
      if (heavyRows.length > 0) await heavy.add(heavyRows);
    },
    async counts() {
      const sums: Record<string, number> = {};
      for (const counts of await Promise.all(queues.map((queue) => queue.counts())))
        for (const [state, count] of Object.entries(counts)) sums[state] = (sums[state] ?? 0) + count;
      return sums;
    },
    async stop() {
      await Promise.all(queues.map((queue) => queue.stop()));
    },
  };
}
