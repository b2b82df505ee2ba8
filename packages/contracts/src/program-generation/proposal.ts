import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { defineProblem } from '../define/problem.ts';
import { id, text, timestamp, version } from '../shared/fields.ts';
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
    id: id.describe('Id of the proposal'),
    programId: id.describe('Id of the programme'),
    block: z.string().describe('Block it is about'),
    instruction: z.string().describe('What was asked for'),
    authorId: id.describe('Id of the person who asked'),
    status: z
      .enum(['queued', 'generating', 'open', 'accepted', 'rejected', 'failed'])
      .describe('`open` once it is written and while nobody has decided'),
    failure: z
      .object({
        code: z.string().describe('Stable name of the failure'),
        message: z.string().describe('What to do about it, in the language of the caller'),
      })
      .nullable()
      .describe('Why it could not be written; null when it could'),
    model: z.string().nullable().describe('Name of the model that wrote it; null before, or without a model'),
    diff: z.array(fieldDiff).describe('What would change'),
    findings: z.array(finding).describe('Findings the document would have'),
    createdAt: timestamp.describe('When it was asked for'),
    version,
  })
  .meta({ id: 'Proposal', description: 'One block written anew, to be accepted or rejected' });

export type Proposal = z.infer<typeof proposal>;

export const proposalListItem = proposal
  .omit({ diff: true, findings: true })
  .meta({ id: 'ProposalListItem', description: 'A proposal without its diff' });

export type ProposalListItem = z.infer<typeof proposalListItem>;

const proposalParams = z.strictObject({
  programId: id.describe('Id of the programme'),
  proposalId: id.describe('Id of the proposal'),
});

export const createProposal = defineEndpoint('createProposal', 'POST /programs/:programId/proposals', {
  summary: 'Have one block written anew by an instruction; nothing changes until the proposal is accepted',
  params: programId,
  body: z.strictObject({ block, instruction: text(0, 2000).describe('What to change; empty for another wording') }),
  response: proposal,
  status: 202,
  errors: [programNotFound, programNotReady, programWrongStatus, programBlockNotFound, programBlockLocked],
  idempotent: true,
  ifMatch: true,
});

export const listProposals = defineEndpoint('listProposals', 'GET /programs/:programId/proposals', {
  summary: 'Proposals of a programme, newest first',
  params: programId,
  query: pageQuery.extend({ status: proposal.shape.status.optional().describe('Proposals with this status') }),
  response: page(proposalListItem),
  errors: [programNotFound],
});

export const getProposal = defineEndpoint('getProposal', 'GET /programs/:programId/proposals/:proposalId', {
  summary: 'A proposal with its diff',
  params: proposalParams,
  response: proposal,
  errors: [programNotFound, proposalNotFound],
});

export const acceptProposal = defineEndpoint('acceptProposal', 'POST /programs/:programId/proposals/:proposalId/accept', {
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
  ifMatch: true,
});

export const rejectProposal = defineEndpoint('rejectProposal', 'POST /programs/:programId/proposals/:proposalId/reject', {
  summary: 'Leave the document as it is',
  params: proposalParams,
  response: proposal,
  errors: [programNotFound, proposalNotFound, proposalNotOpen],
  ifMatch: true,
});
