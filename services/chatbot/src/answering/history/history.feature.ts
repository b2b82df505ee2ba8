import { defineFeature } from '@lyceum/common/service';
import type { Models } from '@lyceum/llm/task-models';
import type { Guard } from '../../guarding/guard/create-guard.ts';
import { CreateConversationSummaries1796072611162 } from '../../migrations/1796072611162-create-conversation-summaries.ts';
import { ConversationSummaryEntity } from './conversation-summary.entity.ts';
import { summariseConversationJob } from './summarise-conversation.job.ts';

export const historyFeature = defineFeature({
  migrations: [CreateConversationSummaries1796072611162],
  entities: [ConversationSummaryEntity],
  mount: (needs: { readonly models: Models; readonly guard: Guard }) => ({ jobs: [summariseConversationJob(needs)] }),
});
