import { createComment } from '@lyceum/contracts/program-generation/comment';
import { lockBlock, patchDocument } from '@lyceum/contracts/program-generation/editing';
import { duplicateProgram, type Program } from '@lyceum/contracts/program-generation/program';
import * as contract from '@lyceum/contracts/program-generation/proposal';
import { approveProgram, submitProgram } from '@lyceum/contracts/program-generation/review';
import { createTemplate, useTemplate } from '@lyceum/contracts/program-generation/template';
import { restoreVersion } from '@lyceum/contracts/program-generation/version';
import { asAdmin, asStaff, asUser, type TestActor } from '@lyceum/testing/actors';
import { buildReadyProgram } from '../../test/factories.ts';
import { service } from '../../test/program-generation-service.ts';

type Programme = Pick<Program, 'id'>;

const toParams = ({ id }: Programme) => ({ programId: id });

async function edit(as: TestActor, program: Programme, aim = `Цель от ${as.id}.`): Promise<void> {
  const operations = [{ op: 'replace' as const, path: '/aim', value: aim }];
  expect((await service.call(patchDocument, { as, params: toParams(program), body: { operations } })).status).toBe(200);
}

async function restore(as: TestActor, program: Programme, number: number): Promise<void> {
  const { status } = await service.call(restoreVersion, { as, params: { ...toParams(program), number } });
  expect(status).toBe(200);
}

/** A proposal that has been written. */
async function propose(as: TestActor, program: Programme): Promise<contract.Proposal> {
  const body = { block: 'aim', instruction: 'короче' };
  const { body: proposal } = await service.call(contract.createProposal, { as, params: toParams(program), body });
  await service.rows(async (db) => {
    await db.query("DELETE FROM outbox WHERE payload->>'proposalId' = $1", [proposal.id]);
    await db.query("UPDATE program_proposals SET status = 'open', proposed = $1 WHERE id = $2", ['"Короче."', proposal.id]);
  });
  return proposal;
}

async function accept(as: TestActor, { id: proposalId, programId }: contract.Proposal): Promise<void> {
  expect((await service.call(contract.acceptProposal, { as, params: { programId, proposalId } })).status).toBe(200);
}

async function duplicate(as: TestActor, program: Programme): Promise<Programme> {
  return (await service.call(duplicateProgram, { as, params: toParams(program), body: {} })).body;
}

async function passThroughTemplate(by: TestActor, to: TestActor, { id: programId }: Programme): Promise<Programme> {
  const { body: template } = await service.call(createTemplate, { as: by, body: { programId, name: 'Образец' } });
  return (await service.call(useTemplate, { as: to, params: { templateId: template.id }, body: {} })).body;
}

interface Cast {
  readonly program: Programme;
  readonly owner: TestActor;
  /** Who is to approve in the end. */
  readonly editor: TestActor;
}

/** Gives the programme that is submitted. */
type Story = (cast: Cast) => Promise<Programme>;

const then =
  (...steps: ((cast: Cast) => Promise<unknown>)[]): Story =>
  async (cast) => {
    for (const step of steps) await step(cast);
    return cast.program;
  };

const edits = ({ editor, program }: Cast) => edit(editor, program);

const changed: Readonly<Record<string, Story>> = {
  'has edited it': then(edits),
  'has edited it before its owner did': then(edits, ({ owner, program }) => edit(owner, program)),
  'has accepted a proposal': then(async ({ owner, editor, program }) => accept(editor, await propose(owner, program))),
  'has asked for a proposal that its owner accepted': then(async ({ owner, editor, program }) =>
    accept(owner, await propose(editor, program)),
  ),
  'has restored a version': then(
    ({ owner, program }) => edit(owner, program),
    ({ editor, program }) => restore(editor, program, 1),
  ),
  'has edited a version that was restored': then(
    edits,
    ({ owner, program }) => restore(owner, program, 1),
    ({ owner, program }) => restore(owner, program, 2),
  ),
  'has edited what it is a copy of': async (cast) => duplicate(cast.owner, await then(edits)(cast)),
  'has ordered what it is a copy of': async ({ owner, editor }) => {
    const reader = asStaff({ id: owner.id });
    return duplicate(reader, await buildReadyProgram(service, editor));
  },
  'has edited what its template was made of': async (cast) => passThroughTemplate(asAdmin(), cast.owner, await then(edits)(cast)),
  'has edited it before the release that knows who did': then(edits, ({ program }) =>
    service.rows((db) => db.query('UPDATE program_versions SET contributors = NULL WHERE program_id = $1', [program.id])),
  ),
};

const unchanged: Readonly<Record<string, Story>> = {
  'has not touched it': then(),
  'has commented on it': then(({ editor, program }) =>
    service.call(createComment, { as: editor, params: toParams(program), body: { text: 'Хорошо.' } }),
  ),
  'has locked a block of it': then(({ editor, program }) =>
    service.call(lockBlock, { as: editor, params: { ...toParams(program), block: 'aim' } }),
  ),
  'has edited a version that was taken back': then(edits, ({ owner, program }) => restore(owner, program, 1)),
  'has asked for a proposal that was left': then(({ editor, program }) => propose(editor, program)),
  'has made the template it comes from': async ({ owner, editor, program }) =>
    passThroughTemplate(asAdmin({ id: editor.id }), owner, program),
};

async function approvalAfter(story: Story) {
  const [owner, editor] = [asUser(), asStaff()];
  const submitted = await story({ program: await buildReadyProgram(service, owner), owner, editor });
  const params = toParams(submitted);
  const { status, body } = await service.call(submitProgram, { as: owner, params });
  expect([status, body.code]).toEqual([200, undefined]);
  return { params, approval: await service.call(approveProgram, { as: editor, params }) };
}

describe('a programme under review', () => {
  it.each(Object.entries(changed))('is not approved by somebody who %s, but by a third person', async (_, story) => {
    const { params, approval } = await approvalAfter(story);
    expect([approval.status, approval.body.code]).toEqual([403, 'program.own_approval']);
    expect((await service.call(approveProgram, { as: asStaff(), params })).body.status).toBe('approved');
  });

  it.each(Object.entries(unchanged))('is approved by somebody who %s', async (_, story) => {
    const { approval } = await approvalAfter(story);
    expect([approval.status, approval.body.status]).toEqual([200, 'approved']);
  });
});
