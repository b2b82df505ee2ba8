import type { BlockDiff } from '@lyceum/contracts/program-generation/document-diff';
import { lockBlock, patchDocument } from '@lyceum/contracts/program-generation/editing';
import type { PatchOperation } from '@lyceum/contracts/program-generation/finding';
import * as programContract from '@lyceum/contracts/program-generation/program';
import * as contract from '@lyceum/contracts/program-generation/version';
import { asUser, type TestActor } from '@lyceum/testing/actors';
import { buildReadyProgram } from '../../test/factories.ts';
import { service } from '../../test/program-generation-service.ts';

async function edit(as: TestActor, { id }: Pick<programContract.Program, 'id'>, operations: PatchOperation[]) {
  const { status, body } = await service.call(patchDocument, { as, params: { programId: id }, body: { operations } });
  expect(status).toBe(200);
  return programContract.program.parse(body);
}

const params = ({ id }: Pick<programContract.Program, 'id'>) => ({ programId: id });

async function compare(as: TestActor, program: Pick<programContract.Program, 'id'>, locale = 'en'): Promise<BlockDiff[]> {
  const { body } = await service.call(contract.compareVersions, {
    as,
    params: params(program),
    query: { from: 1, to: 2 },
    headers: { 'accept-language': locale },
  });
  return body.blocks;
}

describe('versions', () => {
  it('are listed newest first, page by page, and read as they were', async () => {
    const owner = asUser();
    const program = await buildReadyProgram(service, owner);
    for (const value of ['Раз.', 'Два.', 'Три.']) await edit(owner, program, [{ op: 'replace', path: '/aim', value }]);
    const list = async (query: { cursor?: string }) =>
      (await service.call(contract.listVersions, { as: owner, params: params(program), query: { ...query, limit: 3 } })).body;
    const first = await list({});
    const second = await list({ cursor: first.nextCursor });
    const numbers = [...first.items, ...second.items].map(({ number, reason }: contract.ProgramVersion) => [number, reason]);
    expect(numbers).toEqual([
      [4, 'edited'],
      [3, 'edited'],
      [2, 'edited'],
      [1, 'generated'],
    ]);
    const old = await service.call(contract.getVersion, { as: owner, params: { programId: program.id, number: 1 } });
    expect(old.body.document).toEqual(program.document);
  });

  it('differ word by word in the blocks that changed', async () => {
    const owner = asUser();
    const program = await buildReadyProgram(service, owner);
    const { aim = '' } = program.document ?? {};
    await edit(owner, program, [{ op: 'replace', path: '/aim', value: `${aim} И ещё.` }]);
    const [diff, ...others] = await compare(owner, program);
    expect(others).toEqual([]);
    expect(diff).toMatchObject({ block: 'aim', change: 'changed' });
    const parts = diff?.fields[0]?.parts ?? [];
    const joined = (left: string) => parts.filter(({ op }) => op !== left).map(({ text }) => text);
    expect(joined('insert').join('')).toBe(aim);
    expect(joined('delete').join('')).toBe(`${aim} И ещё.`);
  });

  it('tell what was added, removed and moved, with titles in the language of the reader', async () => {
    const owner = asUser();
    const program = await buildReadyProgram(service, owner);
    const [first, second] = program.document?.modules ?? [];
    await edit(owner, program, [
      { op: 'move', from: '/modules/1', path: '/modules/0' },
      { op: 'remove', path: `/modules/0/topics/0` },
      { op: 'add', path: '/questions/0', value: { ...program.document?.questions[0], id: 'new', text: 'Новый вопрос?' } },
    ]);
    const [english, russian] = [await compare(owner, program, 'en'), await compare(owner, program, 'ru')];
    const changes = Object.fromEntries(english.map(({ block, change }) => [block, change]));
    expect(changes).toMatchObject({ [`topic:${second?.topics[0]?.id}`]: 'removed', 'question:new': 'added' });
    expect([changes[`module:${first?.id}`], changes[`module:${second?.id}`]]).toContain('moved');
    expect(russian.map(({ block }) => block)).toEqual(english.map(({ block }) => block));
    expect(russian.find(({ block }) => block.startsWith('question:'))?.title).toMatch(/[а-яё]/i);
    expect(english.find(({ block }) => block.startsWith('question:'))?.title).not.toMatch(/^[а-яё]/i);
  });

  it('are made the newest again by a restore, which loses none', async () => {
    const owner = asUser();
    const program = await buildReadyProgram(service, owner);
    await edit(owner, program, [{ op: 'replace', path: '/aim', value: 'Другая.' }]);
    const { status, body } = await service.call(contract.restoreVersion, {
      as: owner,
      params: { programId: program.id, number: 1 },
    });
    expect([status, body.documentVersion]).toEqual([200, 3]);
    expect(body.document).toEqual(program.document);
  });

  it('are not restored over a locked block, nor with a stale If-Match', async () => {
    const owner = asUser();
    const program = await buildReadyProgram(service, owner);
    await edit(owner, program, [{ op: 'replace', path: '/aim', value: 'Другая.' }]);
    const restore = (headers: Record<string, string> = {}) =>
      service.call(contract.restoreVersion, { as: owner, params: { programId: program.id, number: 1 }, headers });
    expect((await restore({ 'if-match': '"1"' })).status).toBe(412);
    await service.call(lockBlock, { as: owner, params: { programId: program.id, block: 'aim' } });
    expect((await restore()).body.code).toBe('program.block_locked');
  });

  it('of others, and those that never were, are not found', async () => {
    const owner = asUser();
    const program = await buildReadyProgram(service, owner);
    const get = (as: TestActor, number: number) =>
      service.call(contract.getVersion, { as, params: { programId: program.id, number } });
    expect((await get(owner, 7)).body.code).toBe('program.version_not_found');
    expect((await get(asUser(), 1)).body.code).toBe('program.not_found');
    const compared = { as: owner, params: params(program), query: { from: 1, to: 9 } };
    expect((await service.call(contract.compareVersions, compared)).body.code).toBe('program.version_not_found');
    expect((await service.call(contract.listVersions, { as: asUser(), params: params(program) })).status).toBe(404);
  });

  it.each(['/versions/0', '/versions/one', '/versions?limit=0', '/comparison?from=1', '/comparison?from=1&to=0'])(
    'are asked for by numbers: 400 to %s',
    async (address) => {
      const owner = asUser();
      const program = await buildReadyProgram(service, owner);
      const { status, body } = await service.http
        .get(`/api/v1/programs/${program.id}${address}`)
        .set('authorization', `Bearer ${service.token(owner)}`);
      expect([status, body.code]).toEqual([400, 'request.invalid']);
    },
  );

  it('that never were are not restored', async () => {
    const owner = asUser();
    const program = await buildReadyProgram(service, owner);
    const restored = await service.call(contract.restoreVersion, { as: owner, params: { programId: program.id, number: 2 } });
    expect([restored.status, restored.body.code]).toEqual([404, 'program.version_not_found']);
  });
});
