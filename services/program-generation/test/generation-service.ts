import type { JobHandler } from '@lyceum/common/jobs';
import { getProgram, type Program } from '@lyceum/contracts/program-generation/program';
import type { TestActor } from '@lyceum/testing/actors';
import { generateProgram } from '../src/generation/queue-generation.ts';
import { programGeneration } from '../src/service.ts';
import { createTestProgramService } from './create-test-program-service.ts';

let jobs: readonly JobHandler[] = [];

/** The service, with jobs that a test can run one attempt at a time. */
export const service = createTestProgramService(
  {},
  {
    ...programGeneration,
    async mount(kit) {
      const parts = await programGeneration.mount(kit);
      jobs = parts.jobs;
      return parts;
    },
  },
);

export interface TakenJob {
  readonly id: string;
  readonly name: string;
  readonly payload: unknown;
  readonly space: string;
}

/** Takes the generation of a programme out of the outbox, as the queue would. */
export async function takeGeneration({ id }: Pick<Program, 'id'>): Promise<TakenJob> {
  const [job] = (await service.outbox(generateProgram.name)).filter(({ payload }) => payload['programId'] === id);
  if (!job) throw new Error(`no generation of ${id} is queued`);
  await service.rows((db) => db.query('DELETE FROM outbox WHERE id = $1', [job.id]));
  return job;
}

/** One attempt of a job, as the worker makes it. */
export async function runAttempt(
  { id, name, payload, space }: TakenJob,
  attempt: { attempt?: number; lastAttempt?: boolean; signal?: AbortSignal } = {},
): Promise<void> {
  const handler = jobs.find(({ job }) => job.name === name);
  if (!handler) throw new Error(`nothing handles ${name}`);
  await handler.run(payload, service.jobRun({ id, ...attempt }, space));
}

export async function readProgram(owner: TestActor, { id }: Pick<Program, 'id'>): Promise<Program> {
  return (await service.call(getProgram, { as: owner, params: { programId: id } })).body;
}
