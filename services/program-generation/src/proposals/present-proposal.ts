import type { Context } from '@lyceum/common/context';
import type { ProgramDocument } from '@lyceum/contracts/program-document';
import type { Proposal } from '@lyceum/contracts/program-generation';
import { findBlock, replaceBlock } from '../blocks/document-blocks.ts';
import { checkProgram } from '../rules/check-program.ts';
import { diffFields } from '../versions/diff-fields.ts';
import { newEffort } from '../versions/diff-words.ts';
import type { ProposalRow } from './proposal.entity.ts';
import { describeFailure } from './proposal-failure.ts';

/** As its readers get it, beside the document as it is now. */
export function presentProposal(
  { failure, base, proposed, createdAt, ...proposal }: ProposalRow,
  document: ProgramDocument,
  { locale, now }: Pick<Context, 'locale' | 'now'>,
): Proposal {
  const place = findBlock(document, proposal.block)?.pointer;
  const isShown = proposed !== null && place !== undefined;
  return {
    ...proposal,
    failure: failure && describeFailure(failure, locale),
    diff: isShown ? diffFields(base, proposed, { before: place, after: place }, newEffort()) : [],
    findings:
      isShown && proposal.status === 'open'
        ? checkProgram(replaceBlock(document, proposal.block, proposed), { today: now(), locale })
        : [],
    createdAt: createdAt.toISOString(),
  };
}
