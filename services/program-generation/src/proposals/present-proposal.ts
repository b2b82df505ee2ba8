import type { Context } from '@lyceum/common/context';
import type { proposalListItem } from '@lyceum/contracts/program-generation/proposal';
import type { z } from 'zod';
import type { ProposalRow } from './proposal.entity.ts';
import { describeFailure } from './proposal-failure.ts';

/** As lists have it, without what it changes. */
export function presentProposal(
  { failure, base: _base, proposed: _proposed, ...proposal }: ProposalRow,
  { locale }: Pick<Context, 'locale'>,
): z.input<typeof proposalListItem> {
  return { ...proposal, failure: failure && describeFailure(failure, locale) };
}
