import { isDeepStrictEqual } from 'node:util';
import { newId } from '@lyceum/common/database';
import { fail } from '@lyceum/common/errors';
import { requireVersion, route } from '@lyceum/common/http';
import { enqueue } from '@lyceum/common/outbox';
import { findPage } from '@lyceum/common/pages';
import * as contract from '@lyceum/contracts/program-generation';
import type { EntityManager } from 'typeorm';
import { findBlock, listBlocks, replaceBlock } from '../blocks/document-blocks.ts';
import { changeDocument, lockDraft } from '../editing/change-document.ts';
import { parseDocument } from '../editing/parse-document.ts';
import { BlockLockEntity } from '../locks/block-lock.entity.ts';
import { blockLocked } from '../locks/require-unlocked.ts';
import { findProgram, lockProgram, requireDocument } from '../program/find-program.ts';
import { presentProgram } from '../program/present-program.ts';
import { presentProposal } from './present-proposal.ts';
import { ProposalEntity, type ProposalRow } from './proposal.entity.ts';
import { writeProposal } from './write-proposal.job.ts';

/** Most characters the note of a version may have. */
const longestNote = 300;

export const proposalRoutes = [
  route(contract.createProposal, { access: 'programs.update-own' }, async ({ db, ctx, actor, params, body, ifMatch }) => {
    const { id: programId, document } = await lockDraft(db, actor, params.programId, ifMatch);
    const { block, instruction } = body;
    const listed = listBlocks(document).find((candidate) => candidate.block === block);
    if (!listed) throw fail('program.block_not_found');
    if (await db.existsBy(BlockLockEntity, { programId, block })) throw blockLocked([listed], ctx.locale);
    const proposal: ProposalRow = {
      id: newId(),
      programId,
      block,
      instruction,
      authorId: actor.id,
      authorRoles: [...actor.roles],
      status: 'queued',
      failure: null,
      model: null,
      tokens: 0,
      base: listed.value,
      proposed: null,
      createdAt: ctx.now(),
      version: 1,
    };
    await db.insert(ProposalEntity, proposal);
    await enqueue(db, ctx, writeProposal, { proposalId: proposal.id });
    return presentProposal(proposal, document, ctx);
  }),

  route(contract.listProposals, { access: 'programs.read-own' }, async ({ db, ctx, actor, params, query }) => {
    const program = await findProgram(db, actor, params.programId, { to: 'read' });
    const proposals = db.createQueryBuilder(ProposalEntity, 'proposal').where({ programId: program.id });
    if (query.status !== undefined) proposals.andWhere({ status: query.status });
    const { rows, nextCursor } = await findPage(proposals, query, { property: 'createdAt', direction: 'DESC' });
    return { items: rows.map((proposal) => presentProposal(proposal, requireDocument(program), ctx)), nextCursor };
  }),

  route(contract.getProposal, { access: 'programs.read-own' }, async ({ db, ctx, actor, params }) => {
    const program = await findProgram(db, actor, params.programId, { to: 'read' });
    return presentProposal(await findProposal(db, params), requireDocument(program), ctx);
  }),

  route(contract.acceptProposal, { access: 'programs.update-own' }, async ({ db, ctx, actor, params, ifMatch }) => {
    // Whoever decides about a proposal holds the programme, so only one decides.
    const program = await lockDraft(db, actor, params.programId, undefined);
    const proposal = await findOpenProposal(db, params, ifMatch);
    const { block, base, proposed, instruction, model } = proposal;
    const found = findBlock(program.document, block);
    if (!found) throw fail('program.block_not_found');
    if (!isDeepStrictEqual(found.value, base)) throw fail('proposal.outdated');
    const document = parseDocument(replaceBlock(program.document, block, proposed), ctx.locale);
    const changed = await changeDocument(db, ctx, program, document, {
      authorId: actor.id,
      reason: 'accepted',
      note: [...instruction].slice(0, longestNote).join(''),
      also: { models: [...new Set([...program.models, ...(model === null ? [] : [model])])] },
    });
    await decide(db, proposal, 'accepted');
    return presentProgram(db, ctx, changed);
  }),

  route(contract.rejectProposal, { access: 'programs.update-own' }, async ({ db, ctx, actor, params, ifMatch }) => {
    const program = await lockProgram(db, actor, params.programId, undefined);
    const proposal = await findOpenProposal(db, params, ifMatch);
    return presentProposal(await decide(db, proposal, 'rejected'), requireDocument(program), ctx);
  }),
];

interface Address {
  readonly programId: string;
  readonly proposalId: string;
}

/** Fails with `proposal.not_found`. */
async function findProposal(db: EntityManager, { programId, proposalId: id }: Address): Promise<ProposalRow> {
  const proposal = await db.findOneBy(ProposalEntity, { id, programId });
  if (!proposal) throw fail('proposal.not_found');
  return proposal;
}

/** Fails with `proposal.not_open` too. */
async function findOpenProposal(
  db: EntityManager,
  address: Address,
  ifMatch: readonly number[] | undefined,
): Promise<ProposalRow> {
  const proposal = await findProposal(db, address);
  requireVersion(proposal.version, ifMatch);
  if (proposal.status !== 'open') throw fail('proposal.not_open');
  return proposal;
}

async function decide(db: EntityManager, proposal: ProposalRow, status: 'accepted' | 'rejected'): Promise<ProposalRow> {
  const changes = { status, version: proposal.version + 1 };
  await db.update(ProposalEntity, { id: proposal.id }, changes);
  return { ...proposal, ...changes };
}
