import { enqueue } from '@lyceum/common/outbox';
import { exportProgram } from '@lyceum/contracts/program-generation/export';
import { programFailed, programGenerated } from '@lyceum/contracts/program-generation/generation';
import { putLetterhead } from '@lyceum/contracts/program-generation/letterhead';
import type { Program } from '@lyceum/contracts/program-generation/program';
import { asAdmin, asUser } from '@lyceum/testing/actors';
import { buildLetterhead } from '../../test/documents.ts';
import { buildProgram } from '../../test/factories.ts';
import { readProgram, runAttempt, service, takeGeneration } from '../../test/generation-service.ts';
import { generateProgram } from './queue-generation.ts';

async function published(event: { name: string }, { id }: Program) {
  return (await service.outbox(event.name)).filter(({ payload }) => payload['programId'] === id);
}

describe('program-generation.generate-program, where no model is set up', () => {
  it('makes the programme ready, stores its file and tells it once', async () => {
    const owner = asUser();
    const program = await buildProgram(service, owner, { title: 'Логика', hours: 36, language: 'ru' });
    const job = await takeGeneration(program);
    service.clock.set(new Date('2026-11-22T08:00:00.250Z'));
    await runAttempt(job);
    service.clock.reset();
    const ready = await readProgram(owner, program);
    expect(ready).toMatchObject({
      status: 'draft',
      documentVersion: 1,
      updatedAt: '2026-11-22T08:00:00.250Z',
      generation: { state: 'ready', progress: 100, step: null, failure: null, models: [], tokens: 0 },
    });
    expect(ready.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(await published(programGenerated, program)).toMatchObject([
      {
        kind: 'event',
        space: 'main',
        payload: {
          programId: program.id,
          ownerId: owner.id,
          title: 'Логика',
          hours: 36,
          language: 'ru',
          models: [],
          occurredAt: '2026-11-22T08:00:00.250Z',
        },
      },
    ]);
    const { headers } = await service.call(exportProgram, { as: owner, params: { programId: program.id } });
    const file = await fetch(headers['location'] ?? '');
    expect(file.status).toBe(200);
    await file.arrayBuffer();
  });

  it('starts the title page with the letterhead of the school', async () => {
    const space = 'school-with-letterhead';
    const letterhead = buildLetterhead('ru');
    await service.call(putLetterhead, { as: asAdmin({ space }), body: letterhead });
    const owner = asUser({ space });
    const program = await buildProgram(service, owner);
    await runAttempt(await takeGeneration(program));
    const { document } = await readProgram(owner, program);
    expect(document?.titleBlock).toMatchObject({ organisation: letterhead.organisation, place: letterhead.place });
  });

  it('changes and tells nothing when it runs again after the end', async () => {
    const owner = asUser();
    const program = await buildProgram(service, owner);
    const job = await takeGeneration(program);
    await runAttempt(job);
    const ready = await readProgram(owner, program);
    await runAttempt(job, { attempt: 2 });
    expect(await readProgram(owner, program)).toEqual(ready);
    expect(await published(programGenerated, program)).toHaveLength(1);
  });

  it('ends once when two attempts overlap', async () => {
    const owner = asUser();
    const program = await buildProgram(service, owner);
    const job = await takeGeneration(program);
    await Promise.all([runAttempt(job), runAttempt(job, { attempt: 2 }), runAttempt(job, { attempt: 3 })]);
    expect((await readProgram(owner, program)).generation.state).toBe('ready');
    expect(await published(programGenerated, program)).toHaveLength(1);
  });

  it('does nothing for a job that nobody gave the programme to', async () => {
    const owner = asUser({ space: 'school-a' });
    const program = await buildProgram(service, owner);
    await takeGeneration(program);
    // The same programme, asked for in another space and by another job.
    await service.rows((db) => enqueue(db, service.context(), generateProgram, { programId: program.id }));
    await runAttempt(await takeGeneration(program));
    await service.rows((db) => enqueue(db, service.context('school-a'), generateProgram, { programId: program.id }), 'school-a');
    await runAttempt(await takeGeneration(program));
    expect(await readProgram(owner, program)).toEqual(program);
    expect([...(await published(programGenerated, program)), ...(await published(programFailed, program))]).toEqual([]);
  });
});
