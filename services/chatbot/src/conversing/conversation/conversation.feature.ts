import { defineFeature } from '@lyceum/common/service';
import type { StudyGate } from '../../gate/study-gate.ts';
import { ConversationEntity } from './conversation.entity.ts';
import { conversationRoutes } from './conversation.routes.ts';

export const conversationFeature = defineFeature({
  entities: [ConversationEntity],
  mount: ({ gate }: { gate: StudyGate }) => ({ routes: conversationRoutes(gate) }),
});
