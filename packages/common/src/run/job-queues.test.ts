import { randomUUID } from 'node:crypto';
import { testServers } from '@lyceum/testing/config';
import { eventually } from '@lyceum/testing/eventually';
import { z } from 'zod';
import { defineJob } from '../jobs.ts';
import { createLogger } from '../log.ts';
import type { JobQueue } from './job-queue.ts';
import { startJobQueues } from './job-queues.ts';

const light = defineJob('users.do-lightly', z.object({}), { attempts: 1, backoffMs: 10 });
const heavy = defineJob('users.do-heavily', z.object({}), { attempts: 1, backoffMs: 10, heavy: true });

const queues: JobQueue[] = [];
afterEach(async () => {
  for (const queue of queues.splice(0)) await queue.stop();
});

/** A process of the service; notes the jobs it runs. */
async function start(prefix: string, runs: 'all' | 'light' | 'heavy', done: string[]): Promise<JobQueue> {
  const queue = await startJobQueues(
    {
      ...{ name: 'users', redisUrl: testServers().TEST_REDIS_URL, prefix, jobs: [light, heavy] },
      ...{ places: { perProcess: 2, perPerson: 2 }, log: createLogger('test', 'silent') },
      run: async ({ name }) => void done.push(`${runs} ${name}`),
      giveUp: async () => undefined,
    },
    runs,
  );
  queues.push(queue);
  return queue;
}

const rows = [light, heavy, light, heavy].map(({ name }) => ({
  ...{ id: randomUUID(), name, payload: {}, space: 'main', person: null, requestId: 'r' },
}));

it('leaves heavy jobs to the worker and light ones to the service, whichever of them adds a job', async () => {
  const prefix = `jobs-${randomUUID()}`;
  const done: string[] = [];
  const service = await start(prefix, 'light', done);
  await service.add(rows);
  await eventually(async () => done.length === 2 && (await service.counts())['waiting'] === 2);
  const worker = await start(prefix, 'heavy', done);
  await worker.add(rows.map((row) => ({ ...row, id: randomUUID() })));
  await eventually(async () => done.length === 8);
  expect(new Set(done)).toEqual(new Set([`light ${light.name}`, `heavy ${heavy.name}`]));
});

it('runs both in a process alone', async () => {
  const done: string[] = [];
  const queue = await start(`jobs-${randomUUID()}`, 'all', done);
  await queue.add(rows);
  await eventually(async () => done.length === 4);
  await eventually(async () => Object.values(await queue.counts()).every((count) => count === 0));
});
