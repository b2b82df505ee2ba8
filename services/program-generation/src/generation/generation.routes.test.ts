import { cancelGeneration, resumeGeneration } from '@lyceum/contracts/program-generation/generation';
import type { Program } from '@lyceum/contracts/program-generation/program';
import { asStaff, asUser } from '@lyceum/testing/actors';
import { buildProgram } from '../../test/factories.ts';
import { readProgram, runAttempt, service, takeGeneration } from '../../test/generation-service.ts';
import { generateProgram } from './queue-generation.ts';

const queuedJobs = async ({ id }: Program) =>
  (await service.outbox(generateProgram.name)).filter(({ payload }) => payload['programId'] === id);

describe('POST /programs/:programId/cancel', () => {
  it('cancels what waits, for its owner and for staff', async () => {
    const owner = asUser();
    for (const as of [owner, asStaff()]) {
      const program = await buildProgram(service, owner);
      const { status, body } = await service.call(cancelGeneration, { as, params: { programId: program.id } });
      expect([status, body.generation]).toEqual([
        200,
        { state: 'cancelled', progress: 0, step: null, failure: null, models: [], tokens: 0 },
      ]);
      expect(body.version).toBeGreaterThan(program.version);
    }
  });

  it('answers 409 when nothing is running', async () => {
    const owner = asUser();
    const program = await buildProgram(service, owner);
    await runAttempt(await takeGeneration(program));
    const { status, body } = await service.call(cancelGeneration, { as: owner, params: { programId: program.id } });
    expect([status, body.code]).toEqual([409, 'program.not_running']);
    expect((await readProgram(owner, program)).generation.state).toBe('ready');
  });
});

describe('POST /programs/:programId/resume', () => {
  it('queues what was cancelled again', async () => {
    const owner = asUser();
    const program = await buildProgram(service, owner);
    await takeGeneration(program);
    await service.call(cancelGeneration, { as: owner, params: { programId: program.id } });
    const { status, body } = await service.call(resumeGeneration, { as: owner, params: { programId: program.id } });
    expect([status, body.generation.state]).toEqual([202, 'queued']);
    expect(await queuedJobs(program)).toHaveLength(1);
  });

  it('answers 409 when there is nothing to go on with, and queues nothing', async () => {
    const owner = asUser();
    const program = await buildProgram(service, owner);
    const job = await takeGeneration(program);
    const again = () => service.call(resumeGeneration, { as: owner, params: { programId: program.id } });
    expect((await again()).body.code).toBe('program.not_resumable');
    await runAttempt(job);
    expect((await again()).body.code).toBe('program.not_resumable');
    expect(await queuedJobs(program)).toEqual([]);
  });
});

describe.each([
  ['cancel', cancelGeneration],
  ['resume', resumeGeneration],
] as const)('POST /programs/:programId/%s', (_name, endpoint) => {
  it('answers 404 to others and 412 to those who have read an older version', async () => {
    const owner = asUser();
    const program = await buildProgram(service, owner);
    if (endpoint === resumeGeneration) await service.call(cancelGeneration, { as: owner, params: { programId: program.id } });
    const params = { programId: program.id };
    expect((await service.call(endpoint, { as: asUser(), params })).status).toBe(404);
    const stale = await service.call(endpoint, { as: owner, params, headers: { 'if-match': '"0"' } });
    expect([stale.status, stale.body.code]).toEqual([412, 'precondition.failed']);
  });
});
