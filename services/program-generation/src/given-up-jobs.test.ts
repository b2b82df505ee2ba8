import { completeAttachment, createAttachment, getAttachment } from '@lyceum/contracts/program-generation/attachment';
import { createExport, getExport } from '@lyceum/contracts/program-generation/export';
import { programFailed, resumeGeneration } from '@lyceum/contracts/program-generation/generation';
import { getPromptTrial, listPrompts, type Prompt, tryPrompt } from '@lyceum/contracts/program-generation/prompt';
import { createProposal, getProposal } from '@lyceum/contracts/program-generation/proposal';
import { asAdmin, asUser } from '@lyceum/testing/actors';
import { buildProgram, buildReadyProgram, readProgram } from '../test/factories.ts';
import { service } from '../test/program-generation-service.ts';

/** What somebody waits for: the job behind it, its row, and what its reader sees of it. */
interface Pending {
  readonly job: string;
  readonly table: string;
  readonly id: string;
  see(): Promise<{ state: string; code?: string | null }>;
}

async function awaitProgram(): Promise<Pending> {
  const owner = asUser();
  const program = await buildProgram(service, owner);
  const see = async () => {
    const { state, failure } = (await readProgram(service, owner, program)).generation;
    return { state, code: failure?.code ?? null };
  };
  return { job: 'generate-program', table: 'programs', id: program.id, see };
}

async function awaitProposal(): Promise<Pending> {
  const owner = asUser();
  const { id: programId } = await buildReadyProgram(service, owner);
  const body = { block: 'aim', instruction: 'короче' };
  const { id } = (await service.call(createProposal, { as: owner, params: { programId }, body })).body;
  const see = async () => {
    const { status, failure } = (await service.call(getProposal, { as: owner, params: { programId, proposalId: id } })).body;
    return { state: status, code: failure?.code ?? null };
  };
  return { job: 'write-proposal', table: 'program_proposals', id, see };
}

async function awaitExport(): Promise<Pending> {
  const owner = asUser();
  const { id: programId } = await buildReadyProgram(service, owner);
  const { id } = (await service.call(createExport, { as: owner, params: { programId }, body: { format: 'md' } })).body;
  const see = async () => {
    const { status, failure } = (await service.call(getExport, { as: owner, params: { programId, exportId: id } })).body;
    return { state: status, code: failure };
  };
  return { job: 'export-program', table: 'program_exports', id, see };
}

async function awaitTrial(): Promise<Pending> {
  const admin = asAdmin();
  const params = { name: 'frame', language: 'ru' } as const;
  const { items } = (await service.call(listPrompts, { as: admin })).body;
  const body = { text: items.find(({ name, language }: Prompt) => name === params.name && language === params.language).text };
  const { id } = (await service.call(tryPrompt, { as: admin, params, body })).body;
  const see = async () => ({
    state: (await service.call(getPromptTrial, { as: admin, params: { trialId: id } })).body.status,
  });
  return { job: 'try-prompt', table: 'prompt_trials', id, see };
}

async function awaitAttachment(): Promise<Pending> {
  const owner = asUser();
  const bytes = new TextEncoder().encode('Основы');
  const announced = { name: 'Материал', type: 'text/plain', size: bytes.length } as const;
  const { id, upload } = (await service.call(createAttachment, { as: owner, body: announced })).body;
  await fetch(upload.url, { method: 'PUT', headers: upload.headers, body: bytes });
  await service.call(completeAttachment, { as: owner, params: { attachmentId: id } });
  const see = async () => {
    const { status, failure } = (await service.call(getAttachment, { as: owner, params: { attachmentId: id } })).body;
    return { state: status, code: failure?.code ?? null };
  };
  return { job: 'read-attachment', table: 'attachments', id, see };
}

const set = ({ table, id }: Pending, changes: string) =>
  service.rows((db) => db.query(`UPDATE ${table} SET ${changes} WHERE id = $1`, [id]));

describe('a job the queue gives up', () => {
  it.each([
    { begin: awaitProgram, as: 'it waits', changes: "state = 'queued'", ending: { state: 'failed', code: 'internal' } },
    { begin: awaitProgram, as: 'it was at work', changes: "state = 'generating'", ending: { state: 'failed', code: 'internal' } },
    { begin: awaitProposal, as: 'it waits', changes: "status = 'queued'", ending: { state: 'failed', code: 'internal' } },
    {
      begin: awaitProposal,
      as: 'it was at work',
      changes: "status = 'generating'",
      ending: { state: 'failed', code: 'internal' },
    },
    { begin: awaitExport, as: 'it waits', changes: "status = 'queued'", ending: { state: 'failed', code: 'render' } },
    { begin: awaitTrial, as: 'it waits', changes: "status = 'queued'", ending: { state: 'failed' } },
    { begin: awaitTrial, as: 'it was at work', changes: "status = 'running'", ending: { state: 'failed' } },
    {
      begin: awaitAttachment,
      as: 'it was at work',
      changes: "status = 'reading'",
      ending: { state: 'failed', code: 'internal' },
    },
  ])('ends what somebody waits for ($begin.name, $as)', async ({ begin, changes, ending }) => {
    const pending = await begin();
    await set(pending, changes);
    expect(await service.giveUpJobs()).toEqual([`program-generation.${pending.job}`]);
    expect(await pending.see()).toEqual(ending);
  });

  it.each([
    { begin: awaitProgram, changes: "state = 'cancelled'" },
    { begin: awaitProposal, changes: "status = 'rejected'" },
    { begin: awaitExport, changes: "status = 'ready', size = 1" },
    { begin: awaitTrial, changes: "status = 'ready'" },
    { begin: awaitAttachment, changes: "status = 'ready', text = 'Основы', characters = 6" },
  ])('leaves what has ended as it is ($begin.name)', async ({ begin, changes }) => {
    const pending = await begin();
    await set(pending, changes);
    const before = await pending.see();
    await service.giveUpJobs();
    expect(await pending.see()).toEqual(before);
  });

  it('tells of the programme once, and lets its owner go on', async () => {
    const owner = asUser();
    const program = await buildProgram(service, owner);
    await service.giveUpJobs();
    const published = (await service.outbox(programFailed.name)).filter(({ payload }) => payload['programId'] === program.id);
    expect(published).toHaveLength(1);
    expect((await service.call(resumeGeneration, { as: owner, params: { programId: program.id } })).status).toBe(202);
    await service.runJobs();
    expect((await readProgram(service, owner, program)).generation.state).toBe('ready');
  });

  it('leaves a programme alone that is another job’s by now', async () => {
    const pending = await awaitProgram();
    await service.rows((db) =>
      db.query('UPDATE program_runs SET job_id = gen_random_uuid() WHERE program_id = $1', [pending.id]),
    );
    await service.giveUpJobs();
    expect((await pending.see()).state).toBe('queued');
  });
});
