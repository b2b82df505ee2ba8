import { defineFeature } from '@lyceum/common/service';
import type { StudyGate } from '../../gate/study-gate.ts';
import { conversationExportRoutes } from './conversation-export.routes.ts';

export const conversationExportFeature = defineFeature({
  mount: ({ gate }: { gate: StudyGate }) => ({ routes: conversationExportRoutes(gate) }),
});
