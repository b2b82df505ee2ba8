import { defineFeature } from '@lyceum/common/service';
import { hintLadderAlreadyOpen } from '@lyceum/contracts/chatbot/hint-ladder';
import type { StudyGate } from '../../gate/study-gate.ts';
import type { Guard } from '../../guarding/guard/create-guard.ts';
import { CreatePractice1796072228277 } from '../../migrations/1796072228277-create-practice.ts';
import { HintLadderEntity } from './hint-ladder.entity.ts';
import { hintLadderRoutes } from './hint-ladder.routes.ts';

export const hintLadderFeature = defineFeature({
  migrations: [CreatePractice1796072228277],
  entities: [HintLadderEntity],
  constraints: { hint_ladders_open: hintLadderAlreadyOpen },
  mount: (shared: { readonly gate: StudyGate; readonly guard: Guard }) => ({ routes: hintLadderRoutes(shared) }),
});
