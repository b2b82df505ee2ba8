import { defineFeature } from '@lyceum/common/service';
import type { StudyGate } from '../../gate/study-gate.ts';
import { knowledgeRoutes } from './knowledge.routes.ts';

export const knowledgeFeature = defineFeature({
  mount: ({ gate }: { gate: StudyGate }) => ({ routes: knowledgeRoutes(gate) }),
});
