import { defineFeature } from '@lyceum/common/service';
import { CreateConversationSummaries1796072611162 } from '../../migrations/1796072611162-create-conversation-summaries.ts';
import { ConversationSummaryEntity } from './conversation-summary.entity.ts';
import { type SummaryNeeds, summariseConversationJob } from './summarise-conversation.job.ts';

export const historyFeature = defineFeature({
  migrations: [CreateConversationSummaries1796072611162],
  entities: [ConversationSummaryEntity],
  mount: (needs: SummaryNeeds) => ({ jobs: [summariseConversationJob(needs)] }),
});
