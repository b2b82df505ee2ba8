import { randomUUID } from 'node:crypto';
import { testServers } from '@lyceum/testing/config';
import { eventually } from '@lyceum/testing/eventually';
import { Queue, Worker } from 'bullmq';
import { z } from 'zod';
import { DatabaseAway } from '../errors.ts';
import { defineJob, type Places } from '../jobs.ts';
import { createLogger } from '../log.ts';
import { createRedis, redisReady } from '../redis.ts';
import { type JobQueue, startJobQueue } from './job-queue.ts';
import type { JobAttempt, QueuedJob } from './queued-job.ts';

const quick = defineJob('users.do-quickly', z.object({}), { attempts: 1, backoffMs: 10 });
const slow = defineJob('users.do-slowly', z.object({}), {
  attempts: 1,
  backoffMs: 10,
  places: { perProcess: 2, perPerson: 1 },
});

const stubborn = defineJob('users.do-stubbornly', z.object({}), { attempts: 8, backoffMs: 1 });

const queues: JobQueue[] = [];
afterEach(async () => {
  for (const queue of queues.splice(0)) await queue.stop();
});

async function start(
  prefix: string,
  places: Places,
  run: (attempt: JobAttempt) => Promise<void>,
  giveUp: (attempt: JobAttempt) => Promise<void> = async () => {},
): Promise<JobQueue> {
  const queue = await startJobQueue({
    name: 'users',
    redisUrl: testServers().TEST_REDIS_URL,
    prefix,
    jobs: [quick, slow, stubborn],
    places,
    log: createLogger('test', 'silent'),
    run,
    giveUp,
  });
  queues.push(queue);
  return queue;
}

const jobs = (count: number, name: string, person: string | null): QueuedJob[] =>
  Array.from({ length: count }, () => ({ id: randomUUID(), name, payload: {}, space: 'main', person, requestId: 'r' }));

/** Runs until the process stops. */
const untilStopped = ({ signal }: JobAttempt) =>
  new Promise<void>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

it('runs the job of one person while sixty of another wait for places of their own or for those of all', async () => {
  for (const { name } of [quick, slow]) {
    const done: (string | null)[] = [];
    const running = new Set<string>();
    const queue = await start(`jobs-${randomUUID()}`, { perProcess: 4, perPerson: 2 }, async (attempt) => {
      running.add(attempt.id);
      if (attempt.person === 'greedy') await untilStopped(attempt);
      done.push(attempt.person);
    });
    await queue.add(jobs(60, name, 'greedy'));
    const mayTake = name === slow.name ? 1 : 2;
    await eventually(async () => running.size === mayTake && (await queue.counts())['waiting'] === 0);
    await queue.add(jobs(1, name, 'modest'));
    await eventually(async () => done.includes('modest'));
    expect(running.size).toBe(mayTake + 1);
  }
});

it('runs the job of one person while more of another wait than a process takes, and puts the rest back uncounted', async () => {
  const done: JobAttempt[] = [];
  const gate = Promise.withResolvers<void>();
  const queue = await start(`jobs-${randomUUID()}`, { perProcess: 4, perPerson: 2 }, async (attempt) => {
    if (attempt.person === 'greedy') await Promise.race([gate.promise, untilStopped(attempt)]);
    done.push(attempt);
  });
  await queue.add(jobs(1_100, quick.name, 'greedy'));
  await queue.add(jobs(1, quick.name, 'modest'));
  await eventually(async () => done.some(({ person }) => person === 'modest'));
  expect(done).toHaveLength(1);
  gate.resolve();
  // More than ran and waited: some of these were put back.
  await eventually(async () => done.length > 100);
  expect(new Set(done.map(({ attempt }) => attempt))).toEqual(new Set([1]));
  expect((await queue.counts())['failed']).toBe(0);
});

it('runs other jobs while those with places of their own have taken all of them', async () => {
  const done: string[] = [];
  const queue = await start(`jobs-${randomUUID()}`, { perProcess: 1, perPerson: 1 }, async (attempt) => {
    if (attempt.name === slow.name) await untilStopped(attempt);
    done.push(attempt.name);
  });
  await queue.add([...jobs(3, slow.name, 'a'), ...jobs(3, slow.name, 'b'), ...jobs(3, slow.name, null)]);
  await queue.add(jobs(1, quick.name, 'a'));
  await eventually(async () => done.includes(quick.name));
});

it('puts back what runs and what waits when the process stops, and counts no attempt', async () => {
  const prefix = `jobs-${randomUUID()}`;
  const places = { perProcess: 1, perPerson: 1 };
  let started = 0;
  const stopped = await start(prefix, places, async (attempt) => {
    started += 1;
    await untilStopped(attempt);
  });
  const both = jobs(2, quick.name, 'a');
  await stopped.add(both);
  await eventually(async () => started === 1);
  await stopped.stop();
  const attempts: JobAttempt[] = [];
  const next = await start(prefix, places, async (attempt) => void attempts.push(attempt));
  await eventually(async () => attempts.length === 2);
  expect(attempts.map(({ id }) => id).toSorted()).toEqual(both.map(({ id }) => id).toSorted());
  expect(attempts.map(({ attempt, lastAttempt }) => [attempt, lastAttempt])).toEqual([
    [1, true],
    [1, true],
  ]);
  expect((await next.counts())['failed']).toBe(0);
});

const away = new DatabaseAway(new Error('connect ECONNREFUSED'), { broke: false });

it.each([
  ['alone', away],
  ['in one of several spaces', new AggregateError([new Error('broken'), away])],
])('puts back a job that finds the database away %s, and counts no attempt', async (_, failure) => {
  const attempts: number[] = [];
  const queue = await start(`jobs-${randomUUID()}`, { perProcess: 1, perPerson: 1 }, async ({ attempt }) => {
    attempts.push(attempt);
    if (attempts.length === 1) throw failure;
  });
  await queue.add(jobs(1, quick.name, 'a'));
  await eventually(async () => attempts.length === 2);
  expect(attempts).toEqual([1, 1]);
  await eventually(async () => Object.values(await queue.counts()).every((count) => count === 0));
});

it('gives up a job in the middle of which the connection to the database broke five times', async () => {
  const runs: number[] = [];
  const givenUp: string[] = [];
  const breaking = async ({ attempt }: JobAttempt) => {
    runs.push(attempt);
    throw new DatabaseAway(new Error('terminating connection'), { broke: true });
  };
  const places = { perProcess: 1, perPerson: 1 };
  const prefix = `jobs-${randomUUID()}`;
  const queue = await start(prefix, places, breaking, async ({ id }) => void givenUp.push(id));
  const [job] = jobs(1, quick.name, 'a');
  if (!job) throw new Error('there is no job');
  await queue.add([job]);
  const raw = new Queue('users', { prefix, connection: { url: testServers().TEST_REDIS_URL, maxRetriesPerRequest: null } });
  try {
    // Its pauses are over sooner here.
    await eventually(async () => {
      await (await raw.getJob(job.id))?.promote().catch(() => undefined);
      return givenUp.length === 1;
    });
  } finally {
    await raw.close();
  }
  expect([runs, givenUp]).toEqual([[1, 1, 1, 1, 1], [job.id]]);
  await eventually(async () => (await queue.counts())['failed'] === 1);
});

it('gives up a job in the middle of which its process ended five times, and says so to its handler before it fails', async () => {
  const prefix = `jobs-${randomUUID()}`;
  const runs: number[] = [];
  const givenUp: JobAttempt[] = [];
  const run = async (attempt: JobAttempt) => {
    runs.push(attempt.attempt);
    // A killed process does nothing more.
    await untilStopped(attempt);
  };
  const queue = await start(prefix, { perProcess: 10, perPerson: 10 }, run, async (attempt) => {
    givenUp.push(attempt);
    if (givenUp.length < 3) throw new Error('the database is away');
  });
  const connection = { url: testServers().TEST_REDIS_URL, maxRetriesPerRequest: null };
  const raw = new Queue('users', { prefix, connection });
  const check = new Worker('users', null, { prefix, connection, stalledInterval: 10, maxStalledCount: 1_000_000 });
  const redis = createRedis(connection.url, createLogger('test', 'silent'));
  try {
    await redisReady(redis);
    await check.startStalledCheckTimer();
    const [job] = jobs(1, stubborn.name, 'a') as [QueuedJob]; // as many as were asked for
    await queue.add([job]);
    for (let crashes = 1; crashes <= 5; crashes += 1) {
      await eventually(async () => runs.length === crashes);
      await redis.del(raw.toKey(`${job.id}:lock`));
      // One process looks for all, after a pause that need not be waited for.
      await eventually(async () => {
        await redis.del(raw.toKey('stalled-check'));
        return runs.length + givenUp.length > crashes;
      });
    }
    const failed = await eventually(
      () => raw.getJob(job.id),
      (found) => found?.finishedOn !== undefined,
    );
    expect([failed?.failedReason, runs]).toEqual(['its process ended 5 times', [1, 1, 1, 1, 1]]);
    const { id, name, payload, space, person } = job;
    const same = { id, name, payload, space, person, lastAttempt: false };
    expect(givenUp).toMatchObject([1, 2, 3].map((attempt) => ({ ...same, attempt })));
  } finally {
    await check.close();
    await raw.close();
    await redis.quit();
  }
});

it('gives up no job for waiting or for failing, however often', async () => {
  const prefix = `jobs-${randomUUID()}`;
  const ran: JobAttempt[] = [];
  const givenUp: JobAttempt[] = [];
  const run = async (attempt: JobAttempt) => {
    ran.push(attempt);
    if (attempt.attempt < 8) throw new Error('not yet');
  };
  const queue = await start(prefix, { perProcess: 2, perPerson: 2 }, run, async (attempt) => void givenUp.push(attempt));
  await queue.add(jobs(1, stubborn.name, 'a'));
  await eventually(async () => ran.length === 8);
  await eventually(async () => (await queue.counts())['active'] === 0);
  expect([(await queue.counts())['failed'], givenUp]).toEqual([0, []]);
});
