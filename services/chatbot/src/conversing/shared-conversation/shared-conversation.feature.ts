import { defineFeature } from '@lyceum/common/service';
import type { StudyGate } from '../../gate/study-gate.ts';
import { sharedConversationRoutes } from './shared-conversation.routes.ts';

export const sharedConversationFeature = defineFeature({
  mount: ({ gate }: { gate: StudyGate }) => ({ routes: sharedConversationRoutes(gate) }),
});
