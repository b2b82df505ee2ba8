import { patchDocument } from '@lyceum/contracts/program-generation/editing';
import { deleteProgram } from '@lyceum/contracts/program-generation/program';
import * as contract from '@lyceum/contracts/program-generation/template';
import { asStaff, asUser } from '@lyceum/testing/actors';
import { buildReadyProgram, buildWaitingProgram } from '../../test/factories.ts';
import { service } from '../../test/program-generation-service.ts';

const unknownId = '01935e1c-0000-7000-8000-000000000000';
const keep = (as = asStaff(), programId = unknownId, name = 'Образец') =>
  service.call(contract.createTemplate, { as, body: { programId, name } });

describe('templates', () => {
  it('keep a whole programme for everybody of the space', async () => {
    const [methodist, teacher] = [asStaff(), asUser()];
    const program = await buildReadyProgram(service, methodist, { hours: 36 });
    const kept = await keep(methodist, program.id);
    expect(kept.status).toBe(201);
    expect(kept.body).toMatchObject({ name: 'Образец', description: '', kind: program.kind, hours: 36, authorId: methodist.id });
    await service.call(deleteProgram, { as: methodist, params: { programId: program.id } });

    const params = { templateId: kept.body.id };
    const used = await service.call(contract.useTemplate, { as: teacher, params, body: { title: 'Моя программа' } });
    expect(used.status).toBe(201);
    expect(used.body).toMatchObject({
      ownerId: teacher.id,
      title: 'Моя программа',
      status: 'draft',
      documentVersion: 1,
      errors: 0,
    });
    expect(used.body.generation.state).toBe('ready');
    expect(used.body.document.modules).toEqual(program.document?.modules);
    const plain = await service.call(contract.useTemplate, { as: teacher, params, body: {} });
    expect(plain.body.title).toBe(program.title);
  });

  it('are listed newest first and by kind, and not in another space', async () => {
    const methodist = asStaff({ space: 'school-t' });
    const program = await buildReadyProgram(service, methodist);
    for (const name of ['Первый', 'Второй']) {
      service.clock.advance(1000);
      await keep(methodist, program.id, name);
    }
    const names = async (as = methodist, query = {}) =>
      (await service.call(contract.listTemplates, { as, query })).body.items.map(({ name }: contract.ProgramTemplate) => name);
    expect(await names()).toEqual(['Второй', 'Первый']);
    expect(await names(methodist, { kind: 'discipline' })).toEqual([]);
    expect(await names(asStaff({ space: 'school-u' }))).toEqual([]);
  });

  it('are made and deleted by staff', async () => {
    const methodist = asStaff();
    const program = await buildReadyProgram(service, methodist);
    const { id: templateId } = (await keep(methodist, program.id)).body;
    expect((await keep(asUser(), program.id)).body.code).toBe('auth.forbidden');
    const remove = (as = methodist) => service.call(contract.deleteTemplate, { as, params: { templateId } });
    expect((await remove(asUser())).body.code).toBe('auth.forbidden');
    expect((await remove()).status).toBe(204);
    expect((await remove()).body.code).toBe('template.not_found');
    const used = await service.call(contract.useTemplate, { as: methodist, params: { templateId }, body: {} });
    expect(used.body.code).toBe('template.not_found');
  });

  it('are not made of what is not there or not ready', async () => {
    const methodist = asStaff();
    expect((await keep(methodist)).body.code).toBe('program.not_found');
    expect((await keep(methodist, (await buildWaitingProgram(service, methodist)).id)).body.code).toBe('program.not_ready');
    expect((await keep(methodist, unknownId, '')).body.code).toBe('request.invalid');
  });

  it('keep what was approved without its approval', async () => {
    const methodist = asStaff();
    const program = await buildReadyProgram(service, methodist);
    const approval = { position: 'Директор', name: 'И. И. Иванова', date: '2026-11-01', number: '17' };
    await service.call(patchDocument, {
      as: methodist,
      params: { programId: program.id },
      body: { operations: [{ op: 'replace', path: '/titleBlock/approval', value: approval }] },
    });
    const { body: template } = await keep(methodist, program.id);
    const used = await service.call(contract.useTemplate, { as: asUser(), params: { templateId: template.id }, body: {} });
    expect(used.body.document.titleBlock.approval).toEqual({ ...approval, date: null, number: '' });
  });
});
