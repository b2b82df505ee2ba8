import { defineFeature } from '@lyceum/common/service';
import type { Models } from '@lyceum/llm/task-models';
import type { BasePrompts } from '../prompts/load-prompts.ts';
import { createBlockWriter } from './create-block-writer.ts';
import { ProposalEntity } from './proposal.entity.ts';
import { type ProposalDeps, proposalRoutes } from './proposal.routes.ts';
import { handleWriteProposal } from './write-proposal.job.ts';

export const proposalFeature = defineFeature({
  entities: [ProposalEntity],
  mount: ({ models, prompts, showProposal }: ProposalDeps & { models: Models; prompts: BasePrompts }) => ({
    routes: proposalRoutes({ showProposal }),
    jobs: [handleWriteProposal({ writer: createBlockWriter({ models, prompts }) })],
  }),
});
