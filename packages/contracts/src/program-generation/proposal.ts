import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { defineProblem } from '../define/problem.ts';
import { id, text, timestamp } from '../shared/fields.ts';
import { page, pageQuery } from '../shared/pagination.ts';
import { fieldDiff } from './document-diff.ts';
import { programBlockLocked, programBlockNotFound, programPatchFailed } from './editing.ts';
import { finding } from './finding.ts';
import { program, programId, programNotFound, programNotReady, programWrongStatus } from './program.ts';
import { block } from './program-document.ts';

export const proposalNotFound = defineProblem('proposal.not_found', 404, {
  en: 'There is no such proposal',
  ru: 'Такого предложения нет',
});
export const proposalNotOpen = defineProblem('proposal.not_open', 409, {
  en: 'The proposal is not open',
  ru: 'Предложение не открыто',
});
export const proposalOutdated = defineProblem('proposal.outdated', 409, {
  en: 'The block was changed after the proposal',
  ru: 'Блок изменён после предложения',
});

export const proposal = z
  .object({
    id,
    programId: id,
    block: z.string(),
    instruction: z.string(),
    authorId: id,
    status: z.enum(['queued', 'generating', 'open', 'accepted', 'rejected', 'failed']),
    failure: z.object({ code: z.string(), message: z.string() }).nullable(),
    model: z.string().nullable(),
    diff: z.array(fieldDiff),
    /** Findings the document would have. */
    findings: z.array(finding),
    createdAt: timestamp,
    version: z.int(),
  })
  .meta({ id: 'Proposal' });

export type Proposal = z.infer<typeof proposal>;

export const proposalListItem = proposal.omit({ diff: true, findings: true }).meta({ id: 'ProposalListItem' });

export type ProposalListItem = z.infer<typeof proposalListItem>;

const proposalParams = z.strictObject({ programId: id, proposalId: id });

export const createProposal = defineEndpoint('POST /programs/:programId/proposals', {
  summary: 'Have one block written anew by an instruction; nothing changes until the proposal is accepted',
  params: programId,
  body: z.strictObject({ block, instruction: text(0, 2000) }),
  response: proposal,
  status: 202,
  errors: [programNotFound, programNotReady, programWrongStatus, programBlockNotFound, programBlockLocked],
  idempotent: true,
});

export const listProposals = defineEndpoint('GET /programs/:programId/proposals', {
  summary: 'Proposals of a programme, newest first',
  params: programId,
  query: pageQuery.extend({ status: proposal.shape.status.optional() }),
  response: page(proposalListItem),
  errors: [programNotFound],
});

export const getProposal = defineEndpoint('GET /programs/:programId/proposals/:proposalId', {
  summary: 'A proposal with its diff',
  params: proposalParams,
  response: proposal,
  errors: [programNotFound, proposalNotFound],
});

export const acceptProposal = defineEndpoint('POST /programs/:programId/proposals/:proposalId/accept', {
  summary: 'Put what is proposed into the document',
  params: proposalParams,
  response: program,
  errors: [
    programNotFound,
    programNotReady,
    programWrongStatus,
    proposalNotFound,
    proposalNotOpen,
    proposalOutdated,
    programBlockLocked,
    programBlockNotFound,
    programPatchFailed,
  ],
});

export const rejectProposal = defineEndpoint('POST /programs/:programId/proposals/:proposalId/reject', {
  summary: 'Leave the document as it is',
  params: proposalParams,
  response: proposal,
  errors: [programNotFound, proposalNotFound, proposalNotOpen],
});
