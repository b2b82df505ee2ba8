import { defineFeature } from '@lyceum/common/service';
import type { StudyGate } from '../../gate/study-gate.ts';
import { conversationListRoutes } from './conversation-list.routes.ts';

export const conversationListFeature = defineFeature({
  mount: ({ gate }: { gate: StudyGate }) => ({ routes: conversationListRoutes(gate) }),
});
