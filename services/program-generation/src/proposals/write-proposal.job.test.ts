import { fail } from '@lyceum/common/errors';
import { enqueue } from '@lyceum/common/outbox';
import { modelBudgetExhausted } from '@lyceum/contracts/models/budget';
import { patchDocument } from '@lyceum/contracts/program-generation/editing';
import type { PatchOperation } from '@lyceum/contracts/program-generation/finding';
import type { Program } from '@lyceum/contracts/program-generation/program';
import { acceptProposal, createProposal, getProposal, type Proposal } from '@lyceum/contracts/program-generation/proposal';
import { ModelFailure } from '@lyceum/llm/model-failure';
import { asUser, type TestActor } from '@lyceum/testing/actors';
import { createTestProgramService } from '../../test/create-test-program-service.ts';
import { buildReadyProgram } from '../../test/factories.ts';
import { programGeneration } from '../service.ts';
import type { BlockWriter, WrittenBlock } from './block-writer.ts';
import { handleWriteProposal, writeProposal } from './write-proposal.job.ts';

let write: BlockWriter['write'];
const handler = handleWriteProposal({ writer: { write: (...order) => write(...order) } });

const service = createTestProgramService(
  {},
  {
    ...programGeneration,
    async mount(kit) {
      const parts = await programGeneration.mount(kit);
      return { ...parts, jobs: parts.jobs.map((other) => (other.job === writeProposal ? handler : other)) };
    },
  },
);

const written = (value: unknown): WrittenBlock => ({ value, model: 'school/model', tokens: 7 });
const failure = (kind: ModelFailure['kind']) =>
  new ModelFailure(kind, { model: 'school/model', message: 'secret of the provider' });

async function order(owner: TestActor, { id }: Program, block = 'aim'): Promise<Proposal> {
  const body = { block, instruction: 'короче' };
  const response = await service.call(createProposal, { as: owner, params: { programId: id }, body });
  expect(response.status).toBe(202);
  return response.body;
}

const toParams = ({ programId, id: proposalId }: Proposal) => ({ programId, proposalId });
const read = async (owner: TestActor, proposal: Proposal): Promise<Proposal> =>
  (await service.call(getProposal, { as: owner, params: toParams(proposal) })).body;
const accept = (owner: TestActor, proposal: Proposal) => service.call(acceptProposal, { as: owner, params: toParams(proposal) });

async function edit(owner: TestActor, { id }: Program, operations: PatchOperation[]): Promise<void> {
  const { status } = await service.call(patchDocument, { as: owner, params: { programId: id }, body: { operations } });
  expect(status).toBe(200);
}

const queueAgain = ({ id }: Proposal) => service.rows((db) => enqueue(db, service.context(), writeProposal, { proposalId: id }));

beforeEach(() => {
  write = async () => written('Новая цель.');
});

describe('program-generation.write-proposal', () => {
  it('tells the writer what is asked for and by whom, and shows that it is at work', async () => {
    const owner = asUser();
    const program = await buildReadyProgram(service, owner);
    const proposal = await order(owner, program);
    expect(proposal).toMatchObject({ status: 'queued', diff: [], findings: [], model: null, version: 1 });
    let during: Proposal | undefined;
    write = async ({ id, document }, asked) => {
      expect([id, document]).toEqual([program.id, program.document]);
      expect(asked).toMatchObject({ block: 'aim', instruction: 'короче', authorId: owner.id, authorRoles: ['user'] });
      during = await read(owner, proposal);
      return written('Новая цель.');
    };
    expect(await service.runJobs()).toEqual([{ name: writeProposal.name, attempts: 1, error: undefined }]);
    expect(during).toMatchObject({ status: 'generating', version: 2 });
    const open = await read(owner, proposal);
    expect(open).toMatchObject({ status: 'open', model: 'school/model', version: 3 });
    expect(open.diff).toEqual([
      {
        pointer: '/aim',
        parts: expect.arrayContaining([expect.objectContaining({ op: 'insert', text: expect.stringContaining('Новая') })]),
      },
    ]);
  });

  it('shows the rules that the document would break', async () => {
    const owner = asUser();
    const program = await buildReadyProgram(service, owner);
    const [topic] = program.document?.modules[0]?.topics ?? [];
    const proposal = await order(owner, program, `topic:${topic?.id}`);
    write = async () => written({ ...topic, id: 'ignored', hours: { lectures: 900, practice: 0, selfStudy: 0, assessment: 0 } });
    await service.runJobs();
    const open = await read(owner, proposal);
    expect(open.findings).toContainEqual(expect.objectContaining({ rule: 'P3', severity: 'error' }));
    const { body } = await accept(owner, proposal);
    expect(body.document.modules[0].topics[0]).toMatchObject({ id: topic?.id, hours: { lectures: 900 } });
    expect(body.findings).toEqual(open.findings);
  });

  it('changes nothing when it runs again after the end, and does not ask the writer', async () => {
    const owner = asUser();
    const proposal = await order(owner, await buildReadyProgram(service, owner));
    await service.runJobs();
    const open = await read(owner, proposal);
    let asked = 0;
    write = async () => {
      asked += 1;
      return written('Другая цель.');
    };
    await queueAgain(proposal);
    expect(await service.runJobs()).toMatchObject([{ attempts: 1, error: undefined }]);
    expect([asked, await read(owner, proposal)]).toEqual([0, open]);
  });

  it('keeps the first of two answers when two runs overlap', async () => {
    const owner = asUser();
    const proposal = await order(owner, await buildReadyProgram(service, owner));
    let first: Proposal | undefined;
    write = async () => {
      write = async () => written('Цель второго запуска.');
      await queueAgain(proposal);
      await service.runJobs();
      first = await read(owner, proposal);
      return written('Цель первого запуска.');
    };
    expect(await service.runJobs()).toMatchObject([{ attempts: 1, error: undefined }]);
    expect(first?.status).toBe('open');
    expect(await read(owner, proposal)).toEqual(first);
  });

  it('writes the block as it is by then, and can be accepted although it was edited after the order', async () => {
    const owner = asUser();
    const program = await buildReadyProgram(service, owner);
    const proposal = await order(owner, program);
    await edit(owner, program, [{ op: 'replace', path: '/aim', value: 'Цель после заказа.' }]);
    await service.runJobs();
    const [field] = (await read(owner, proposal)).diff;
    expect(
      field?.parts
        .filter(({ op }) => op !== 'insert')
        .map(({ text }) => text)
        .join(''),
    ).toBe('Цель после заказа.');
    expect((await accept(owner, proposal)).body.document.aim).toBe('Новая цель.');
  });

  it('cannot be accepted when the block is edited while it is written', async () => {
    const owner = asUser();
    const program = await buildReadyProgram(service, owner);
    const proposal = await order(owner, program);
    write = async () => {
      await edit(owner, program, [{ op: 'replace', path: '/aim', value: 'Цель тем временем.' }]);
      return written('Новая цель.');
    };
    await service.runJobs();
    const { status, body } = await accept(owner, proposal);
    expect([status, body.code]).toEqual([409, 'proposal.outdated']);
  });

  it('fails without asking when the block is gone', async () => {
    const owner = asUser({ locale: 'ru' });
    const program = await buildReadyProgram(service, owner);
    const proposal = await order(owner, program, `question:${program.document?.questions[0]?.id}`);
    await edit(owner, program, [{ op: 'remove', path: '/questions/0' }]);
    write = async () => {
      throw new Error('nothing is to be written');
    };
    expect(await service.runJobs()).toMatchObject([{ attempts: 1, error: undefined }]);
    expect(await read(owner, proposal)).toMatchObject({
      status: 'failed',
      diff: [],
      failure: { code: 'block-gone', message: 'Блок тем временем удалён.' },
    });
  });

  it('does nothing for a proposal that was deleted with its programme', async () => {
    const owner = asUser();
    const program = await buildReadyProgram(service, owner);
    await order(owner, program);
    await service.rows((db) => db.query('DELETE FROM programs WHERE id = $1', [program.id]));
    expect(await service.runJobs()).toMatchObject([{ attempts: 1, error: undefined }]);
  });

  it.each([
    ['a refusal of the model', () => failure('refused'), 'refused'],
    ['a key that the provider refuses', () => failure('unauthorized'), 'unauthorized'],
    ['a budget that is used up', () => fail(modelBudgetExhausted), 'budget-exhausted'],
  ])('fails at once by %s', async (_, cause, code) => {
    const owner = asUser();
    const proposal = await order(owner, await buildReadyProgram(service, owner));
    write = async () => {
      throw cause();
    };
    expect(await service.runJobs()).toMatchObject([{ attempts: 1, error: undefined }]);
    const failed = await read(owner, proposal);
    expect(failed).toMatchObject({ status: 'failed', failure: { code }, model: null, diff: [], findings: [] });
    expect(JSON.stringify(failed)).not.toContain('secret of the provider');
    expect((await accept(owner, proposal)).body.code).toBe('proposal.not_open');
  });

  it.each([
    ['text where a list belongs', 'sources', 'Источников нет.'],
    ['a part without its fields', 'module', { title: 'Модуль' }],
  ])('fails at once by an answer that is no value of the block: %s', async (_, kind, value) => {
    const owner = asUser();
    const program = await buildReadyProgram(service, owner);
    const proposal = await order(owner, program, kind === 'module' ? `module:${program.document?.modules[0]?.id}` : kind);
    write = async () => written(value);
    expect(await service.runJobs()).toMatchObject([{ attempts: 1, error: undefined }]);
    expect(await read(owner, proposal)).toMatchObject({ status: 'failed', failure: { code: 'invalid-answer' } });
  });

  it('tries again what may pass, and opens when a later attempt succeeds', async () => {
    const owner = asUser();
    const proposal = await order(owner, await buildReadyProgram(service, owner));
    const causes = [failure('timeout'), new Error('a fault of ours'), failure('busy')];
    write = async () => {
      const cause = causes.shift();
      if (cause) throw cause;
      return written('Новая цель.');
    };
    expect(await service.runJobs()).toMatchObject([{ attempts: 4, error: undefined }]);
    expect(await read(owner, proposal)).toMatchObject({ status: 'open', failure: null });
  });

  it.each([
    ['what may pass', () => failure('timeout'), 'timeout', undefined],
    ['a fault of ours', () => new Error('a fault of ours'), 'internal', new Error('a fault of ours')],
  ])('fails after the last attempt by %s', async (_, cause, code, error) => {
    const owner = asUser();
    const proposal = await order(owner, await buildReadyProgram(service, owner));
    write = async () => {
      throw cause();
    };
    expect(await service.runJobs()).toEqual([{ name: writeProposal.name, attempts: writeProposal.attempts, error }]);
    expect(await read(owner, proposal)).toMatchObject({ status: 'failed', failure: { code } });
  });

  it('is queued again, and has not failed, when the process stops even in the last attempt', async () => {
    const owner = asUser();
    const proposal = await order(owner, await buildReadyProgram(service, owner));
    const [job] = await service.outbox(writeProposal.name);
    await service.rows((db) => db.query('DELETE FROM outbox WHERE id = $1', [job?.id]));
    const stopping = new AbortController();
    write = async () => {
      stopping.abort(new Error('the process stops'));
      throw stopping.signal.reason;
    };
    const lastAttempt = service.jobRun({ id: String(job?.id), attempt: 4, lastAttempt: true, signal: stopping.signal });
    await handler.run(job?.payload, lastAttempt);
    expect((await read(owner, proposal)).status).toBe('generating');
    write = async () => written('Новая цель.');
    expect(await service.runJobs()).toMatchObject([{ name: writeProposal.name, error: undefined }]);
    expect((await read(owner, proposal)).status).toBe('open');
  });

  it('refuses at the acceptance what would make no sound document', async () => {
    const owner = asUser();
    const program = await buildReadyProgram(service, owner);
    const competence = program.document?.competences[0];
    const proposal = await order(owner, program, 'competences');
    write = async () => written([competence, { ...competence, code: 'ПК-99' }]);
    await service.runJobs();
    const { status, body } = await accept(owner, proposal);
    expect([status, body.code, body.errors[0].pointer]).toEqual([422, 'program.patch_failed', '/competences/1/id']);
    expect((await read(owner, proposal)).status).toBe('open');
  });
});
