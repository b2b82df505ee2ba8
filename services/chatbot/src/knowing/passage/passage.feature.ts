import { defineFeature } from '@lyceum/common/service';
import type { StudyGate } from '../../gate/study-gate.ts';
import { PassageEntity } from './passage.entity.ts';
import { passageRoutes } from './passage.routes.ts';

export const passageFeature = defineFeature({
  entities: [PassageEntity],
  mount: ({ gate }: { gate: StudyGate }) => ({ routes: passageRoutes(gate) }),
});
