import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createComment, listComments } from '@lyceum/contracts/program-generation/comment';
import {
  lockBlock,
  patchDocument,
  programBlockLocked,
  programPatchFailed,
  unlockBlock,
} from '@lyceum/contracts/program-generation/editing';
import { createExport, downloadExport, getExport } from '@lyceum/contracts/program-generation/export';
import type { PatchOperation } from '@lyceum/contracts/program-generation/finding';
import { generationEvent } from '@lyceum/contracts/program-generation/generation';
import * as programContract from '@lyceum/contracts/program-generation/program';
import { programWrongStatus } from '@lyceum/contracts/program-generation/program';
import type { ProgramRequestInput } from '@lyceum/contracts/program-generation/program-request';
import * as contract from '@lyceum/contracts/program-generation/proposal';
import { proposalNotOpen } from '@lyceum/contracts/program-generation/proposal';
import { approveProgram, submitProgram } from '@lyceum/contracts/program-generation/review';
import { compareVersions, getVersion, listVersions, restoreVersion } from '@lyceum/contracts/program-generation/version';
import { authForbidden, preconditionFailed } from '@lyceum/contracts/shared/common-problems';
import type { Locale } from '@lyceum/contracts/shared/fields';
import { type Api, expectProblem } from './api.ts';
import { poll } from './poll.ts';

type Program = programContract.Program;

/** One person at work on one programme, in their language. */
export interface Desk {
  readonly api: Api;
  readonly token: string;
  readonly locale: Locale;
}

const toHeaders = ({ locale }: Desk) => ({ 'accept-language': locale });

async function call(desk: Desk, endpoint: typeof programContract.getProgram, { id }: Program): Promise<Program> {
  return (await desk.api.call(endpoint, { token: desk.token, headers: toHeaders(desk), params: { programId: id } })).body;
}

export function readProgram(desk: Desk, program: Program): Promise<Program> {
  return call(desk, programContract.getProgram, program);
}

function toDocument({ document }: Program): NonNullable<Program['document']> {
  assert.ok(document, 'the programme has a document');
  return document;
}

/** Orders and reads the event stream until the generation has ended. */
export async function generate(desk: Desk, order: ProgramRequestInput): Promise<Program> {
  const { api, token } = desk;
  const headers = { ...toHeaders(desk), 'idempotency-key': randomUUID() };
  const { body: ordered } = await api.call(programContract.createProgram, { token, headers, body: order });
  const states = await streamStates(desk, ordered);
  // The first is sent at once, long before the last: nothing on the way keeps events back.
  assert.deepEqual([states.at(-1), states[0] === 'ready'], ['ready', false], `the stream told ${states.join(', ')}`);
  const program = await readProgram(desk, ordered);
  assert.deepEqual([program.generation.state, program.errors], ['ready', 0], JSON.stringify(program.findings));
  return program;
}

async function streamStates(desk: Desk, { id }: Program): Promise<string[]> {
  const response = await desk.api.raw(`/api/v1/programs/${id}/events`, {
    headers: { ...toHeaders(desk), accept: 'text/event-stream', authorization: `Bearer ${desk.token}` },
    signal: AbortSignal.timeout(60_000),
  });
  assert.match(response.headers.get('content-type') ?? '', /^text\/event-stream/);
  // The stream ends with the generation.
  const events = (await response.text()).split('\n').filter((line) => line.startsWith('data:'));
  return events.map((line) => generationEvent.parse(JSON.parse(line.slice('data:'.length))).generation.state);
}

const replaceAim = (value: string): PatchOperation[] => [{ op: 'replace', path: '/aim', value }];

/** Edits by hand, and not over a version somebody else has changed. */
export async function edit(desk: Desk, program: Program, aim: string): Promise<Program> {
  const { api, token } = desk;
  const input = {
    token,
    params: { programId: program.id },
    headers: { ...toHeaders(desk), 'if-match': `"${program.version}"` },
    body: { operations: replaceAim(aim) },
  };
  const { body: edited } = await api.call(patchDocument, input);
  assert.equal(toDocument(edited).aim, aim);
  await expectProblem(await api.send(patchDocument, input), preconditionFailed, desk.locale);
  const operations: PatchOperation[] = [{ op: 'remove', path: '/modules' }];
  const nonsense = { ...input, headers: toHeaders(desk), body: { operations } };
  await expectProblem(await api.send(patchDocument, nonsense), programPatchFailed, desk.locale);
  return edited;
}

/** A locked block takes neither edits nor proposals. */
export async function lockAndUnlock(desk: Desk, program: Program): Promise<void> {
  const { api, token } = desk;
  const headers = toHeaders(desk);
  const params = { programId: program.id, block: 'aim' };
  const { body: locked } = await api.call(lockBlock, { token, headers, params });
  assert.deepEqual(
    locked.locks.map(({ block }) => block),
    ['aim'],
  );
  const edited = await api.send(patchDocument, {
    token,
    headers,
    params: { programId: program.id },
    body: { operations: replaceAim('lost') },
  });
  await expectProblem(edited, programBlockLocked, desk.locale);
  const proposed = await api.send(contract.createProposal, {
    token,
    headers,
    params: { programId: program.id },
    body: { block: 'aim', instruction: '' },
  });
  await expectProblem(proposed, programBlockLocked, desk.locale);
  const { body: unlocked } = await api.call(unlockBlock, { token, headers, params });
  assert.deepEqual(unlocked.locks, []);
}

/** Has one block written anew; the programme stays as it is until the proposal is accepted. */
export async function propose(desk: Desk, program: Program, block: string, instruction: string): Promise<contract.Proposal> {
  const { api, token } = desk;
  const headers = toHeaders(desk);
  const { body: queued } = await api.call(contract.createProposal, {
    token,
    headers: { ...headers, 'idempotency-key': randomUUID() },
    params: { programId: program.id },
    body: { block, instruction },
  });
  const open = await poll('the proposal', 30_000, async () => {
    const params = { programId: program.id, proposalId: queued.id };
    const { body } = await api.call(contract.getProposal, { token, headers, params });
    assert.notEqual(body.status, 'failed', body.failure?.message);
    return body.status === 'open' ? body : undefined;
  });
  assert.ok(
    open.diff.some(({ parts }) => parts.some(({ op }) => op !== 'equal')),
    'the diff shows a change',
  );
  const { document } = await readProgram(desk, program);
  assert.deepEqual(document, program.document, 'a proposal changes nothing');
  return open;
}

export async function accept(desk: Desk, program: Program, { id: proposalId, diff }: contract.Proposal): Promise<Program> {
  const { api, token } = desk;
  const input = { token, headers: toHeaders(desk), params: { programId: program.id, proposalId } };
  const { body } = await api.call(contract.acceptProposal, input);
  for (const { pointer, parts } of diff) {
    const proposed = parts.filter(({ op }) => op !== 'delete').map(({ text }) => text);
    assert.equal(linesAt(body.document, pointer), proposed.join(''), `what was proposed for ${pointer}`);
  }
  await expectProblem(await api.send(contract.acceptProposal, input), proposalNotOpen, desk.locale);
  return body;
}

export async function reject(desk: Desk, program: Program, { id: proposalId }: contract.Proposal): Promise<void> {
  const input = { token: desk.token, headers: toHeaders(desk), params: { programId: program.id, proposalId } };
  assert.equal((await desk.api.call(contract.rejectProposal, input)).body.status, 'rejected');
  assert.deepEqual((await readProgram(desk, program)).document, program.document, 'the document is as it was');
}

/** What a pointer (RFC 6901) leads to; a list has a line for each item, as in a diff. */
function linesAt(document: unknown, pointer: string): string {
  const keys = pointer.split('/').slice(1);
  const found = keys.reduce<unknown>((value, key) => Object(value)[key.replaceAll('~1', '/').replaceAll('~0', '~')], document);
  return Array.isArray(found) ? found.join('\n') : String(found);
}

/** Compares the newest version with the first one, then makes the first one the newest. */
export async function compareAndRestore(desk: Desk, program: Program, changed: readonly string[]): Promise<Program> {
  const { api, token } = desk;
  const headers = toHeaders(desk);
  const params = { programId: program.id };
  const query = { from: 1, to: program.documentVersion };
  const { body: comparison } = await api.call(compareVersions, { token, headers, params, query });
  assert.deepEqual(comparison.blocks.map(({ block }) => block).sort(), [...changed].sort(), 'the blocks that were changed');
  const { body: first } = await api.call(getVersion, { token, headers, params: { ...params, number: 1 } });
  const { body: restored } = await api.call(restoreVersion, { token, headers, params: { ...params, number: 1 } });
  assert.deepEqual(restored.document, first.document, 'the first version is back');
  const { body: versions } = await api.call(listVersions, { token, headers, params });
  assert.deepEqual(
    versions.items.map(({ number }) => number),
    Array.from({ length: restored.documentVersion }, (_, index) => restored.documentVersion - index),
    'no version is lost',
  );
  return restored;
}

/** The author submits, the reviewer comments and approves; whoever wrote it may not. */
export async function review(author: Desk, reviewer: Desk, program: Program): Promise<Program> {
  const params = { programId: program.id };
  const submitted = await author.api.call(submitProgram, { token: author.token, params });
  assert.equal(submitted.body.status, 'review');
  const early = await author.api.send(patchDocument, {
    token: author.token,
    headers: toHeaders(author),
    params,
    body: { operations: replaceAim('too late') },
  });
  await expectProblem(early, programWrongStatus, author.locale);
  await expectProblem(
    await author.api.send(approveProgram, { token: author.token, headers: toHeaders(author), params }),
    authForbidden,
    author.locale,
  );
  const remark = { block: 'aim', text: { ru: 'Цель уточните на занятии.', en: 'Say the aim again in class.' }[author.locale] };
  const comment = await reviewer.api.call(createComment, { token: reviewer.token, params, body: remark });
  const seen = await author.api.call(listComments, { token: author.token, params });
  assert.deepEqual(seen.body.items, [comment.body]);
  const approved = await reviewer.api.call(approveProgram, { token: reviewer.token, params });
  assert.equal(approved.body.status, 'approved');
  return approved.body;
}

/** Orders a file, waits for it and fetches it from the object store without a token. */
export async function exportFile(desk: Desk, program: Program, format: 'docx' | 'pdf' | 'html' | 'md'): Promise<Uint8Array> {
  const { api, token } = desk;
  const params = { programId: program.id };
  const { body: ordered } = await api.call(createExport, { token, params, body: { format } });
  const file = { ...params, exportId: ordered.id };
  await poll(`the ${format}`, 30_000, async () => {
    const { body } = await api.call(getExport, { token, params: file });
    assert.notEqual(body.status, 'failed', `${format}: ${body.failure}`);
    return body.status === 'ready' ? body : undefined;
  });
  const { body } = await api.call(downloadExport, { token, params: file });
  const response = await fetch(body.location);
  assert.equal(response.status, 200);
  return new Uint8Array(await response.arrayBuffer());
}
