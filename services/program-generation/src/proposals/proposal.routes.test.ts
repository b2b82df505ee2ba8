import { lockBlock, patchDocument } from '@lyceum/contracts/program-generation/editing';
import type { PatchOperation } from '@lyceum/contracts/program-generation/finding';
import type { Program } from '@lyceum/contracts/program-generation/program';
import * as contract from '@lyceum/contracts/program-generation/proposal';
import { submitProgram } from '@lyceum/contracts/program-generation/review';
import { listVersions } from '@lyceum/contracts/program-generation/version';
import { asUser, type TestActor } from '@lyceum/testing/actors';
import { buildReadyProgram, buildWaitingProgram, readProgram } from '../../test/factories.ts';
import { service } from '../../test/generation-service.ts';
import { askNobody, askProvider, openAiSchool, type School, stopDoubles } from '../../test/school.ts';

let school: School;
beforeAll(async () => {
  school = await openAiSchool();
  askNobody(school);
  askProvider(school, { task: 'program-block' });
});
afterAll(stopDoubles);
beforeEach(() => school.double.clear());

const toParams = ({ programId, id: proposalId }: Pick<contract.Proposal, 'programId' | 'id'>) => ({ programId, proposalId });

async function order(as: TestActor, { id: programId }: Pick<Program, 'id'>, block: string, instruction = 'короче') {
  return service.call(contract.createProposal, { as, params: { programId }, body: { block, instruction } });
}

async function propose(as: TestActor, program: Program, block: string): Promise<contract.Proposal> {
  const { status, body } = await order(as, program, block);
  expect(status).toBe(202);
  await service.runJobs();
  return read(as, body);
}

async function read(as: TestActor, proposal: Pick<contract.Proposal, 'programId' | 'id'>): Promise<contract.Proposal> {
  return (await service.call(contract.getProposal, { as, params: toParams(proposal) })).body;
}

const accept = (as: TestActor, proposal: contract.Proposal) =>
  service.call(contract.acceptProposal, { as, params: toParams(proposal) });
const reject = (as: TestActor, proposal: contract.Proposal) =>
  service.call(contract.rejectProposal, { as, params: toParams(proposal) });

const edit = (as: TestActor, { id }: Program, operations: PatchOperation[]) =>
  service.call(patchDocument, { as, params: { programId: id }, body: { operations } });

describe('a proposal for a block', () => {
  it('shows a diff, changes nothing until it is accepted, and then that block alone', async () => {
    const author = school.teacher();
    const program = await buildReadyProgram(service, author);
    const proposal = await propose(author, program, 'aim');
    expect(proposal).toMatchObject({ status: 'open', block: 'aim', instruction: 'короче', authorId: author.id, failure: null });
    expect(proposal.model).toBe(`${school.provider.settings.name}/test-model`);
    expect(await readProgram(service, author, program)).toEqual(program);
    const sides = (side: 'insert' | 'delete') =>
      proposal.diff.flatMap(({ parts }) => parts.filter(({ op }) => op !== side)).map(({ text }) => text);
    expect(sides('insert').join('')).toBe(program.document?.aim);

    const { status, body } = await accept(author, proposal);
    expect(status).toBe(200);
    expect(body.document).toEqual({ ...program.document, aim: sides('delete').join('') });
    expect(body.generation.models).toEqual([proposal.model]);
    const versions = await service.call(listVersions, { as: author, params: { programId: program.id } });
    expect(versions.body.items[0]).toMatchObject({ number: 2, reason: 'accepted', note: 'короче' });
    expect((await accept(author, proposal)).body.code).toBe('proposal.not_open');
  });

  it('keeps the hours of the block, whatever the model says', async () => {
    const author = school.teacher();
    const program = await buildReadyProgram(service, author);
    const [module] = program.document?.modules ?? [];
    const { body } = await accept(author, await propose(author, program, `topic:${module?.topics[0]?.id}`));
    expect(body.document.modules[0].topics[0].hours).toEqual(module?.topics[0]?.hours);
    expect(body.errors).toBe(0);
  });

  it('is rejected, and stays in the list of those that were', async () => {
    const author = school.teacher();
    const program = await buildReadyProgram(service, author);
    const proposal = await propose(author, program, 'aim');
    expect((await reject(author, proposal)).body).toMatchObject({ status: 'rejected', findings: [] });
    expect((await reject(author, proposal)).body.code).toBe('proposal.not_open');
    const list = async (status: contract.Proposal['status']) => {
      const { body } = await service.call(contract.listProposals, {
        as: author,
        params: { programId: program.id },
        query: { status },
      });
      return body.items.map(({ id }: contract.ProposalListItem) => id);
    };
    expect([await list('rejected'), await list('open')]).toEqual([[proposal.id], []]);
  });

  it('is outdated once the block was edited, and not when another was', async () => {
    const author = school.teacher();
    const program = await buildReadyProgram(service, author);
    const [first, second] = [await propose(author, program, 'aim'), await propose(author, program, 'aim')];
    await edit(author, program, [{ op: 'replace', path: '/audience', value: 'все' }]);
    expect((await accept(author, first)).status).toBe(200);
    expect((await accept(author, second)).body.code).toBe('proposal.outdated');
  });

  it('is not accepted over a lock, nor for a block that is gone', async () => {
    const author = school.teacher();
    const program = await buildReadyProgram(service, author);
    const topic = program.document?.modules[0]?.topics[1];
    const [ofAim, ofTopic] = [await propose(author, program, 'aim'), await propose(author, program, `topic:${topic?.id}`)];
    await service.call(lockBlock, { as: author, params: { programId: program.id, block: 'aim' } });
    expect((await accept(author, ofAim)).body.code).toBe('program.block_locked');
    expect((await order(author, program, 'aim')).body.code).toBe('program.block_locked');
    expect((await edit(author, program, [{ op: 'remove', path: '/modules/0/topics/1' }])).status).toBe(200);
    expect((await accept(author, ofTopic)).body.code).toBe('program.block_not_found');
  });

  it('goes to one of two who accept at once', async () => {
    const author = school.teacher();
    const program = await buildReadyProgram(service, author);
    const proposal = await propose(author, program, 'aim');
    const statuses = (await Promise.all([accept(author, proposal), accept(author, proposal)])).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 409]);
    expect((await readProgram(service, author, program)).documentVersion).toBe(2);
  });

  it.each([
    ['blacklist', 'refused', /declines/],
    ['length', 'length', /cut off/],
    ['invalid-json', 'invalid-answer', /no usable answer/],
  ] as const)('fails with a reason when the model ends in the way of %s', async (mode, code, message) => {
    const author = school.teacher();
    const program = await buildReadyProgram(service, author);
    school.double.always({ mode });
    const proposal = await propose(author, program, 'aim');
    expect(proposal).toMatchObject({ status: 'failed', failure: { code, message: expect.stringMatching(message) }, diff: [] });
    expect((await accept(author, proposal)).body.code).toBe('proposal.not_open');
  });

  it('is tried again while the provider is away, and then fails', async () => {
    const author = school.teacher();
    const program = await buildReadyProgram(service, author);
    school.double.next({ mode: 'fail', status: 500 });
    expect((await propose(author, program, 'aim')).status).toBe('open');
    school.double.always({ mode: 'fail', status: 402 });
    expect((await propose(author, program, 'aim')).failure).toMatchObject({ code: 'payment-required' });
  });

  it('says that no model is set up where none is, and what it cannot write', async () => {
    const author = asUser({ space: 'school-without-models', locale: 'ru' });
    const program = await buildReadyProgram(service, author);
    const failure = (await propose(author, program, 'aim')).failure;
    expect(failure?.message).toMatch(/модел/i);
    const teacher = school.teacher();
    const other = await buildReadyProgram(service, teacher);
    expect((await propose(teacher, other, 'calendar')).failure).toMatchObject({ code: 'not-text' });
  });

  it('is refused for no block, without a document, and to strangers', async () => {
    const author = school.teacher();
    const program = await buildReadyProgram(service, author);
    expect((await order(author, program, 'topic:nowhere')).body.code).toBe('program.block_not_found');
    expect((await order(author, program, 'everything')).body.code).toBe('request.invalid');
    expect((await order(school.teacher(), program, 'aim')).body.code).toBe('program.not_found');
    const proposal = await propose(author, program, 'aim');
    expect((await accept(school.teacher(), proposal)).body.code).toBe('program.not_found');
    const nowhere = { ...proposal, id: program.id };
    expect((await accept(author, nowhere)).body.code).toBe('proposal.not_found');
    expect((await reject(author, nowhere)).body.code).toBe('proposal.not_found');
  });

  it('is ordered once by a request that is sent again', async () => {
    const author = school.teacher();
    const program = await buildReadyProgram(service, author);
    const params = { programId: program.id };
    const send = (headers: Record<string, string>) =>
      service.call(contract.createProposal, { as: author, params, body: { block: 'aim', instruction: '' }, headers });
    const first = await send({ 'idempotency-key': 'aim-1' });
    const again = await send({ 'idempotency-key': 'aim-1' });
    expect([first.status, again.status, again.body]).toEqual([202, 202, first.body]);
    const list = await service.call(contract.listProposals, { as: author, params });
    expect(list.body.items).toEqual([contract.proposalListItem.strict().parse(list.body.items[0])]);
  });

  it('is decided about by those alone who have read what it is now', async () => {
    const author = school.teacher();
    const program = await buildReadyProgram(service, author);
    const proposal = await propose(author, program, 'aim');
    for (const endpoint of [contract.acceptProposal, contract.rejectProposal]) {
      const input = { as: author, params: toParams(proposal), headers: { 'if-match': `"${proposal.version - 1}"` } };
      const { status, body } = await service.call(endpoint, input);
      expect([status, body.code]).toEqual([412, 'precondition.failed']);
    }
    const headers = { 'if-match': `"${proposal.version}"` };
    const accepted = await service.call(contract.acceptProposal, { as: author, params: toParams(proposal), headers });
    expect(accepted.status).toBe(200);
  });

  it('waits while the programme is reviewed, and may be rejected meanwhile', async () => {
    const author = school.teacher();
    const program = await buildReadyProgram(service, author);
    const proposal = await propose(author, program, 'aim');
    await service.call(submitProgram, { as: author, params: { programId: program.id } });
    expect((await accept(author, proposal)).body.code).toBe('program.wrong_status');
    expect((await read(author, proposal)).status).toBe('open');
    expect((await reject(author, proposal)).body.status).toBe('rejected');
  });

  it('is not accepted for a programme without a document', async () => {
    const author = school.teacher();
    const { id } = await buildWaitingProgram(service, author);
    const params = { programId: id, proposalId: id };
    const { status, body } = await service.call(contract.acceptProposal, { as: author, params });
    expect([status, body.code]).toEqual([409, 'program.not_ready']);
  });
});
