import { isDeepStrictEqual } from 'node:util';
import type { Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import { fail, found } from '@lyceum/common/errors';
import { requireVersion, route, routeWithOwnTransactions } from '@lyceum/common/http';
import { enqueue } from '@lyceum/common/outbox';
import { findPage } from '@lyceum/common/pagination';
import { type SlowWork, toRequestTurn } from '@lyceum/common/work-thread';
import { programBlockNotFound } from '@lyceum/contracts/program-generation/editing';
import { programs } from '@lyceum/contracts/program-generation/program';
import * as contract from '@lyceum/contracts/program-generation/proposal';
import { proposalNotFound, proposalNotOpen, proposalOutdated } from '@lyceum/contracts/program-generation/proposal';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { changeDocument, lockDraft } from '../editing/change-document.ts';
import { parseDocument } from '../editing/parse-document.ts';
import { blockLocked } from '../locks/require-unlocked.ts';
import { findBlock, listBlocks, replaceBlock } from '../parts/document-blocks.ts';
import { BlockLockEntity } from '../program/block-lock.entity.ts';
import { findContributors } from '../program/find-contributors.ts';
import { findProgram, loadDocument, lockProgram } from '../program/find-program.ts';
import { presentProgram } from '../program/present-program.ts';
import { presentProposal } from './present-proposal.ts';
import { ProposalEntity, type ProposalRow } from './proposal.entity.ts';
import type { ProposalView } from './show-proposal.ts';
import { writeProposal } from './write-proposal.job.ts';

/** Most characters the note of a version may have. */
const maxNoteLength = 300;

export interface ProposalDeps {
  readonly showProposal: SlowWork<ProposalView, Pick<contract.Proposal, 'diff' | 'findings'>>;
}

export const proposalRoutes = ({ showProposal }: ProposalDeps) => {
  /** Beside the document as it is now. */
  const show = async (
    ctx: Context,
    { document, ...proposal }: ProposalRow & Pick<ProposalView, 'document'>,
  ): Promise<z.input<typeof contract.proposal>> => ({
    ...presentProposal(proposal, ctx),
    ...(await showProposal({ proposal, document, today: ctx.now(), locale: ctx.locale }, toRequestTurn(ctx))),
  });

  return [
    route(contract.createProposal, { access: programs.updateOwn }, async ({ db, ctx, actor, params, body, ifMatch }) => {
      const { id: programId, document } = await lockDraft(db, actor, params.programId, ifMatch);
      const { block, instruction } = body;
      const listed = listBlocks(document).find((candidate) => candidate.block === block);
      if (!listed) throw fail(programBlockNotFound);
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
      return { ...presentProposal(proposal, ctx), diff: [], findings: [] };
    }),

    route(contract.listProposals, { access: programs.readOwn }, async ({ db, ctx, actor, params, query }) => {
      const program = await findProgram(db, actor, params.programId, { to: 'read' });
      const proposals = db.createQueryBuilder(ProposalEntity, 'proposal').where({ programId: program.id });
      if (query.status !== undefined) proposals.andWhere({ status: query.status });
      const { rows, nextCursor } = await findPage(proposals, query, { property: 'createdAt', direction: 'DESC' });
      return { items: rows.map((proposal) => presentProposal(proposal, ctx)), nextCursor };
    }),

    routeWithOwnTransactions(contract.getProposal, { access: programs.readOwn }, async ({ read, ctx, actor, params }) => {
      const found = await read(async (db) => {
        const { document } = await loadDocument(db, await findProgram(db, actor, params.programId, { to: 'read' }));
        return { ...(await findProposal(db, params)), document };
      });
      return show(ctx, found);
    }),

    route(contract.acceptProposal, { access: programs.updateOwn }, async ({ db, ctx, actor, params, ifMatch }) => {
      // Whoever decides about a proposal holds the programme, so only one decides.
      const program = await lockDraft(db, actor, params.programId, undefined);
      const proposal = await findOpenProposal(db, params, ifMatch);
      const { block, base, proposed, instruction, model } = proposal;
      const found = findBlock(program.document, block);
      if (!found) throw fail(programBlockNotFound);
      if (!isDeepStrictEqual(found.value, base)) throw fail(proposalOutdated);
      const checked = parseDocument(replaceBlock(program.document, block, proposed), ctx);
      const changed = await changeDocument(db, ctx, program, checked, {
        authorId: actor.id,
        reason: 'accepted',
        // Whoever asked for the words has a part in them.
        contributors: [...(await findContributors(db, program.id, program.documentVersion)), proposal.authorId],
        note: [...instruction].slice(0, maxNoteLength).join(''),
        programChanges: { models: [...new Set([...program.models, ...(model === null ? [] : [model])])] },
      });
      await decide(db, proposal, 'accepted');
      return presentProgram(db, ctx, changed);
    }),

    routeWithOwnTransactions(
      contract.rejectProposal,
      { access: programs.updateOwn },
      async ({ transact, ctx, actor, params, ifMatch }) => {
        const rejected = await transact(async (db) => {
          const { document } = await loadDocument(db, await lockProgram(db, actor, params.programId, undefined));
          return { ...(await decide(db, await findOpenProposal(db, params, ifMatch), 'rejected')), document };
        });
        return show(ctx, rejected);
      },
    ),
  ];
};

interface Address {
  readonly programId: string;
  readonly proposalId: string;
}

/** With what it is about. Fails with `proposal.not_found`. */
async function findProposal(db: EntityManager, { programId, proposalId: id }: Address): Promise<ProposalRow> {
  return found(
    await db
      .createQueryBuilder(ProposalEntity, 'proposal')
      .addSelect(['proposal.base', 'proposal.proposed'])
      .where({ id, programId })
      .getOne(),
    proposalNotFound,
  );
}

/** Fails with `proposal.not_open` too. */
async function findOpenProposal(
  db: EntityManager,
  address: Address,
  ifMatch: readonly number[] | undefined,
): Promise<ProposalRow> {
  const proposal = await findProposal(db, address);
  requireVersion(proposal.version, ifMatch);
  if (proposal.status !== 'open') throw fail(proposalNotOpen);
  return proposal;
}

async function decide(db: EntityManager, proposal: ProposalRow, status: 'accepted' | 'rejected'): Promise<ProposalRow> {
  const changes = { status, version: proposal.version + 1 };
  await db.update(ProposalEntity, { id: proposal.id }, changes);
  return { ...proposal, ...changes };
}
