import type { ProgramDocument } from '@lyceum/contracts/program-generation/program-document';
import type { Proposal } from '@lyceum/contracts/program-generation/proposal';
import type { Locale } from '@lyceum/contracts/shared/fields';
import { findBlock, replaceBlock } from '../parts/document-blocks.ts';
import { checkProgram, presentFindings } from '../rules/check-program.ts';
import { diffFields } from '../versions/diff-fields.ts';
import { createDiffBudget } from '../versions/diff-words.ts';
import type { ProposalRow } from './proposal.entity.ts';

export interface ProposalView {
  readonly proposal: Pick<ProposalRow, 'block' | 'base' | 'proposed' | 'status'>;
  /** As it is now. */
  readonly document: ProgramDocument;
  readonly today: Date;
  readonly locale: Locale;
}

/** What a proposal changes, and the rules that the document would break with it. */
export function showProposal({ proposal, document, today, locale }: ProposalView): Pick<Proposal, 'diff' | 'findings'> {
  const { block, base, proposed, status } = proposal;
  const place = findBlock(document, block)?.pointer;
  if (proposed === null || proposed === undefined || place === undefined) return { diff: [], findings: [] };
  const findings = status === 'open' ? checkProgram(replaceBlock(document, block, proposed), { today }) : [];
  return {
    diff: diffFields(base, proposed, { before: place, after: place }, createDiffBudget()),
    findings: presentFindings(findings, locale),
  };
}
