import { lockBlock, patchDocument, unlockBlock } from '@lyceum/contracts/program-generation/editing';
import type { PatchOperation } from '@lyceum/contracts/program-generation/finding';
import type { Program } from '@lyceum/contracts/program-generation/program';
import { listVersions } from '@lyceum/contracts/program-generation/version';
import { asStaff, asUser, type TestActor } from '@lyceum/testing/actors';
import { buildReadyProgram, buildWaitingProgram, readProgram } from '../../test/factories.ts';
import { service } from '../../test/program-generation-service.ts';

const setAim = (value: string): PatchOperation[] => [{ op: 'replace', path: '/aim', value }];

function patch(as: TestActor, { id }: Pick<Program, 'id'>, operations: PatchOperation[], headers: Record<string, string> = {}) {
  return service.call(patchDocument, { as, params: { programId: id }, body: { operations, note: 'правка' }, headers });
}

describe('PATCH /programs/:programId/document', () => {
  it('changes the document, checks it by the rules and keeps a version with its author and note', async () => {
    const owner = asUser();
    const program = await buildReadyProgram(service, owner);
    const { status, headers, body } = await patch(owner, program, [
      ...setAim('Научить проверять.'),
      { op: 'replace', path: '/modules/0/topics/0/hours/lectures', value: 99 },
    ]);
    expect([status, headers['etag'], body.documentVersion]).toEqual([200, `"${program.version + 1}"`, 2]);
    expect(body.document.aim).toBe('Научить проверять.');
    expect(body.errors).toBeGreaterThan(0);
    expect(body.findings).toContainEqual(expect.objectContaining({ rule: 'P3', severity: 'error' }));
    const versions = (await service.call(listVersions, { as: owner, params: { programId: program.id } })).body.items;
    expect(versions[0]).toMatchObject({ number: 2, authorId: owner.id, reason: 'edited', note: 'правка' });
  });

  it('mends what a finding proposes to mend', async () => {
    const owner = asUser();
    const program = await buildReadyProgram(service, owner);
    const broken = await patch(owner, program, [{ op: 'replace', path: '/hours', value: 80 }]);
    const fix = (broken.body as Program).findings.find(({ rule }) => rule === 'P3')?.fix;
    const { body } = await patch(owner, program, fix?.operations ?? []);
    expect([body.errors, body.document.hours]).toEqual([0, 80]);
  });

  it.each<[string, PatchOperation[]]>([
    ['leads nowhere', [{ op: 'replace', path: '/nothing', value: 1 }]],
    ['takes a required part away', [{ op: 'remove', path: '/modules' }]],
    ['reaches into what every object inherits', [{ op: 'add', path: '/__proto__/polluted', value: true }]],
    ['makes something of another type', [{ op: 'replace', path: '/hours', value: 'many' }]],
    ['adds what no document has', [{ op: 'add', path: '/extra', value: 1 }]],
    ['gives two modules one id', [{ op: 'replace', path: '/modules/1/id', value: 'm1' }]],
    ['points past the end of a list', [{ op: 'add', path: '/modules/99', value: {} }]],
  ])('answers 422 with pointers to a change that %s, and changes nothing', async (_name, operations) => {
    const owner = asUser();
    const program = await buildReadyProgram(service, owner);
    const { status, body } = await patch(owner, program, operations);
    expect([status, body.code]).toEqual([422, 'program.patch_failed']);
    expect(body.errors[0]).toEqual({ pointer: expect.any(String), message: expect.any(String) });
    expect((await readProgram(service, owner, program)).version).toBe(program.version);
  });

  it('answers 422 to what gives an id twice, and says where in the language of the reader', async () => {
    const owner = asUser({ locale: 'ru' });
    const program = await buildReadyProgram(service, owner);
    const taken = program.document?.modules[0]?.topics[0]?.id;
    const { status, body } = await patch(owner, program, [{ op: 'replace', path: '/modules/1/topics/0/id', value: taken }]);
    expect([status, body.errors]).toEqual([
      422,
      [{ pointer: '/modules/1/topics/0/id', message: expect.stringMatching(/[а-яё]/i) }],
    ]);
  });

  it('answers 422 when the document would become longer than any document is', async () => {
    const owner = asUser();
    const program = await buildReadyProgram(service, owner);
    const value = Array.from({ length: 40 }, () => 'a'.repeat(4000));
    const fill = (pointer: string, lists: string[]) =>
      patch(
        owner,
        program,
        lists.map((list) => ({ op: 'replace', path: `${pointer}/${list}`, value })),
      );
    const lists = ['content', 'practice', 'selfStudy'];
    expect((await fill('/conditions', ['staff', 'facilities', 'methods', 'software'])).status).toBe(200);
    expect((await fill('/modules/0/topics/0', lists)).status).toBe(200);
    expect((await fill('/modules/0/topics/1', lists)).status).toBe(200);
    const { status, body } = await fill('/modules/1/topics/0', lists);
    expect([status, body.errors]).toEqual([422, [{ pointer: '', message: expect.stringContaining('2000000') }]]);
  });

  it('lets one of twenty who edit the same version at once win, and tells the others', async () => {
    const owner = asUser();
    const program = await buildReadyProgram(service, owner);
    const edits = Array.from({ length: 20 }, (_, index) =>
      patch(owner, program, setAim(`Цель ${index}`), { 'if-match': `"${program.version}"` }),
    );
    const statuses = (await Promise.all(edits)).map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array<number>(19).fill(412)]);
    expect((await readProgram(service, owner, program)).documentVersion).toBe(2);
  });

  it('answers 409 while there is no document', async () => {
    const owner = asUser();
    const { status, body } = await patch(owner, await buildWaitingProgram(service, owner), setAim('x'));
    expect([status, body.code]).toEqual([409, 'program.not_ready']);
  });

  it('is for the owner and staff', async () => {
    const program = await buildReadyProgram(service, asUser());
    const stranger = await patch(asUser(), program, setAim('x'));
    expect([stranger.status, stranger.body.code]).toEqual([404, 'program.not_found']);
    expect((await patch(asStaff(), program, setAim('Цель методиста'))).status).toBe(200);
  });

  it('answers 400 to what is no patch', async () => {
    const owner = asUser();
    const program = await buildReadyProgram(service, owner);
    const send = (body: string) =>
      service.http
        .patch(`/api/v1/programs/${program.id}/document`)
        .set('authorization', `Bearer ${service.token(owner)}`)
        .type('json')
        .send(body);
    const set = { op: 'replace', path: '/aim', value: 'x' };
    for (const operations of [
      [],
      [{ op: 'copy', from: '/aim', path: '/aim' }],
      [{ op: 'replace', path: '/aim' }],
      [{ op: 'remove', path: `/${'a'.repeat(300)}` }],
      Array(201).fill(set),
    ]) {
      expect((await send(JSON.stringify({ operations }))).body.code).toBe('request.invalid');
    }
    // More levels than a stack has frames.
    const deep = '['.repeat(200_000) + ']'.repeat(200_000);
    const { status, body } = await send(JSON.stringify({ operations: [set] }).replace('"x"', deep));
    expect([status, body.code, body.errors]).toMatchObject([400, 'request.invalid', [{ pointer: '/body/operations/0/value' }]]);
  });
});

describe('locks of blocks', () => {
  const lock = (as: TestActor, programId: string, block: string) => service.call(lockBlock, { as, params: { programId, block } });

  it('keep a block from being changed or removed, and no other', async () => {
    const owner = asUser();
    const program = await buildReadyProgram(service, owner);
    const block = `module:${program.document?.modules[1]?.id}`;
    const locked = await lock(owner, program.id, block);
    expect(locked.body.locks).toEqual([{ block, by: owner.id, at: expect.any(String) }]);
    for (const operations of [
      [{ op: 'replace', path: '/modules/1/title', value: 'Другой' }],
      [{ op: 'remove', path: '/modules/1' }],
    ] satisfies PatchOperation[][]) {
      const { status, body } = await patch(owner, program, operations, { 'accept-language': 'ru' });
      expect([status, body.code]).toEqual([409, 'program.block_locked']);
      expect(body.detail).toMatch(/^Заблокировано: /);
    }
    expect((await patch(owner, program, setAim('Можно.'))).status).toBe(200);
    expect((await patch(owner, program, [{ op: 'move', from: '/modules/1', path: '/modules/0' }])).status).toBe(200);
    const unlocked = await service.call(unlockBlock, { as: owner, params: { programId: program.id, block } });
    expect(unlocked.body.locks).toEqual([]);
    expect((await patch(owner, program, [{ op: 'replace', path: '/modules/0/title', value: 'Другой' }])).status).toBe(200);
  });

  it('keep a part from being removed with what it is in, and name it', async () => {
    const owner = asUser();
    const program = await buildReadyProgram(service, owner);
    const topic = program.document?.modules[0]?.topics[0];
    await lock(owner, program.id, `topic:${topic?.id}`);
    const { status, body } = await patch(owner, program, [{ op: 'remove', path: '/modules/0' }]);
    expect([status, body.code]).toEqual([409, 'program.block_locked']);
    expect(body.errors).toEqual([{ pointer: '/modules/0/topics/0', message: `Topic 1.1 ${topic?.title}` }]);
    expect((await patch(owner, program, [{ op: 'replace', path: '/modules/0/title', value: 'Другой' }])).status).toBe(200);
  });

  it('are set once by many at once', async () => {
    const owner = asUser();
    const program = await buildReadyProgram(service, owner);
    const answers = await Promise.all(Array.from({ length: 10 }, () => lock(owner, program.id, 'aim')));
    expect(answers.map(({ status, body }) => [status, body.version])).toEqual(Array(10).fill([200, program.version + 1]));
  });

  it('may be set and lifted twice', async () => {
    const owner = asUser();
    const { id } = await buildReadyProgram(service, owner);
    expect((await lock(owner, id, 'aim')).body.version).toBe((await lock(owner, id, 'aim')).body.version);
    const unlock = () => service.call(unlockBlock, { as: owner, params: { programId: id, block: 'aim' } });
    expect([(await unlock()).status, (await unlock()).status]).toEqual([200, 200]);
  });

  it('are refused for what is no block, and to strangers', async () => {
    const owner = asUser();
    const { id } = await buildReadyProgram(service, owner);
    expect((await lock(owner, id, 'topic:nowhere')).body.code).toBe('program.block_not_found');
    expect((await lock(owner, id, 'everything')).body.code).toBe('request.invalid');
    expect((await lock(asUser(), id, 'aim')).body.code).toBe('program.not_found');
    const waiting = await buildWaitingProgram(service, owner);
    expect((await lock(owner, waiting.id, 'aim')).body.code).toBe('program.not_ready');
  });
});
