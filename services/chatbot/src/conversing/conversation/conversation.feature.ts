import { defineFeature } from '@lyceum/common/service';
import type { StudyGate } from '../../gate/study-gate.ts';
import { SearchConversations1796072240996 } from '../../migrations/1796072240996-search-conversations.ts';
import { ConversationEntity } from './conversation.entity.ts';
import { conversationRoutes } from './conversation.routes.ts';

export const conversationFeature = defineFeature({
  entities: [ConversationEntity],
  migrations: [SearchConversations1796072240996],
  mount: ({ gate }: { gate: StudyGate }) => ({ routes: conversationRoutes(gate) }),
});
