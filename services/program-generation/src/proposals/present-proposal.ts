import type { Context } from '@lyceum/common/context';
import type { ProposalListItem } from '@lyceum/contracts/program-generation/proposal';
import type { ProposalRow } from './proposal.entity.ts';
import { describeFailure } from './proposal-failure.ts';

/** As lists have it, without what it changes. */
export function presentProposal(
  { failure, base: _base, proposed: _proposed, createdAt, ...proposal }: ProposalRow,
  { locale }: Pick<Context, 'locale'>,
): ProposalListItem {
  return { ...proposal, failure: failure && describeFailure(failure, locale), createdAt: createdAt.toISOString() };
}
