import { defineFeature } from '@lyceum/common/service';
import type { StudyGate } from '../../gate/study-gate.ts';
import { confusionRoutes } from './confusion.routes.ts';

export const confusionFeature = defineFeature({
  mount: ({ gate }: { gate: StudyGate }) => ({ routes: confusionRoutes(gate) }),
});
