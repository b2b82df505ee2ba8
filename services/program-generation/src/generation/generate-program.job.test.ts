import { enqueue } from '@lyceum/common/outbox';
import { exportProgram, getProgram, type Program, programFailed, programGenerated } from '@lyceum/contracts/program-generation';
import { asUser, type TestActor } from '@lyceum/testing/actors';
import { createTestService } from '@lyceum/testing/service';
import { buildProgram } from '../../test/factories.ts';
import type { Composer } from '../composer/composer.ts';
import { outlineComposer } from '../composer/outline-composer.ts';
import { defineProgramGeneration } from '../service.ts';
import { generateProgram } from './generate-program.job.ts';

let compose: Composer['compose'];
const composer: Composer = { ...outlineComposer, compose: (request, options) => compose(request, options) };
const service = createTestService(defineProgramGeneration(composer));

beforeEach(() => {
  compose = outlineComposer.compose;
});

async function read(owner: TestActor, { id }: Program): Promise<Program> {
  return (await service.call(getProgram, { as: owner, params: { programId: id } })).body;
}

async function told(event: { name: string }, { id }: Program) {
  return (await service.outbox(event.name)).filter(({ payload }) => payload['programId'] === id);
}

async function queueAgain({ id }: Program): Promise<void> {
  await service.rows((db) => enqueue(db, service.context(), generateProgram, { programId: id }));
}

describe('program-generation.generate-program', () => {
  it('makes the programme ready, stores its file and tells it once', async () => {
    const owner = asUser();
    const program = await buildProgram(service, owner, { title: 'Логика', hours: 36, language: 'ru' });
    service.clock.set(new Date('2026-11-22T08:00:00.250Z'));
    expect(await service.runJobs()).toEqual([{ name: generateProgram.name, attempts: 1, error: undefined }]);
    service.clock.reset();
    const ready = await read(owner, program);
    expect(ready).toMatchObject({ status: 'ready', progress: 100, updatedAt: '2026-11-22T08:00:00.250Z' });
    expect(ready.version).toBeGreaterThan(program.version);
    expect(await told(programGenerated, program)).toMatchObject([
      {
        kind: 'event',
        space: 'main',
        payload: {
          programId: program.id,
          ownerId: owner.id,
          title: 'Логика',
          hours: 36,
          language: 'ru',
          composer: { name: 'outline', model: null },
          occurredAt: '2026-11-22T08:00:00.250Z',
        },
      },
    ]);
    const { headers } = await service.call(exportProgram, { as: owner, params: { programId: program.id } });
    expect((await fetch(headers['location'] ?? '')).status).toBe(200);
  });

  it('shows its progress, in versions that grow, while it runs', async () => {
    const owner = asUser();
    const program = await buildProgram(service, owner);
    const seen: Program[] = [];
    compose = async (request, { signal, onProgress }) => {
      seen.push(await read(owner, program));
      await onProgress(50);
      seen.push(await read(owner, program));
      return outlineComposer.compose(request, { signal, onProgress: async () => {} });
    };
    await service.runJobs();
    seen.push(await read(owner, program));
    expect(seen.map(({ status, progress }) => [status, progress])).toEqual([
      ['generating', 0],
      ['generating', 40],
      ['ready', 100],
    ]);
    const versions = seen.map(({ version }) => version);
    expect(versions).toEqual([...new Set(versions)].sort((one, other) => one - other));
    expect(seen[0]?.document).toBeNull();
  });

  it('changes and tells nothing when it runs again after the end', async () => {
    const owner = asUser();
    const program = await buildProgram(service, owner);
    await service.runJobs();
    const ready = await read(owner, program);
    await queueAgain(program);
    expect(await service.runJobs()).toMatchObject([{ attempts: 1, error: undefined }]);
    expect(await read(owner, program)).toEqual(ready);
    expect(await told(programGenerated, program)).toHaveLength(1);
  });

  it('tells once when two runs overlap, and the slower one changes nothing', async () => {
    const owner = asUser();
    const program = await buildProgram(service, owner);
    let faster: Program | undefined;
    compose = async (request, options) => {
      compose = outlineComposer.compose;
      await queueAgain(program);
      await service.runJobs();
      faster = await read(owner, program);
      return outlineComposer.compose(request, options);
    };
    expect(await service.runJobs()).toMatchObject([{ attempts: 1, error: undefined }]);
    expect(faster?.status).toBe('ready');
    expect(await read(owner, program)).toEqual(faster);
    expect(await told(programGenerated, program)).toHaveLength(1);
  });

  it('goes on after an attempt that failed', async () => {
    const owner = asUser();
    const program = await buildProgram(service, owner);
    compose = async () => {
      compose = outlineComposer.compose;
      throw new Error('the model is busy');
    };
    expect(await service.runJobs()).toMatchObject([{ attempts: 2, error: undefined }]);
    expect(await read(owner, program)).toMatchObject({ status: 'ready', failure: null });
    expect(await told(programFailed, program)).toEqual([]);
  });

  it.each([
    ['ru', 'Документ не удалось подготовить'],
    ['en', 'The document could not be made'],
  ] as const)('fails with a reason in %s and tells it once when the last attempt fails', async (language, reason) => {
    const owner = asUser();
    const program = await buildProgram(service, owner, { language, title: 'Doomed' });
    const states: Program['status'][] = [];
    compose = async () => {
      states.push((await read(owner, program)).status);
      throw new Error('secret detail of the provider');
    };
    const [outcome] = await service.runJobs();
    expect(outcome).toMatchObject({ attempts: generateProgram.attempts, error: new Error('secret detail of the provider') });
    expect(states).toEqual(Array.from({ length: generateProgram.attempts }, () => 'generating'));
    const failed = await read(owner, program);
    expect(failed).toMatchObject({ status: 'failed', document: null, failure: expect.stringContaining(reason) });
    expect(JSON.stringify(failed)).not.toContain('secret detail');
    expect(await told(programFailed, program)).toMatchObject([
      { payload: { programId: program.id, ownerId: owner.id, title: 'Doomed', reason: failed.failure } },
    ]);
    expect(await told(programGenerated, program)).toEqual([]);

    compose = outlineComposer.compose;
    await queueAgain(program);
    await service.runJobs();
    expect(await read(owner, program)).toEqual(failed);
    const { status, body } = await service.call(exportProgram, { as: owner, params: { programId: program.id } });
    expect([status, body.code]).toEqual([409, 'program.not_ready']);
  });

  it('does nothing for a programme of another space', async () => {
    const owner = asUser({ space: 'school-a' });
    const program = await buildProgram(service, owner);
    await service.runJobs();
    const ready = await read(owner, program);
    await queueAgain(program);
    expect(await service.runJobs()).toMatchObject([{ attempts: 1, error: undefined }]);
    expect(await read(owner, program)).toEqual(ready);
    expect(await told(programGenerated, program)).toMatchObject([{ space: 'school-a' }]);
  });
});
