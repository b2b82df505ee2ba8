import { defineFeature } from '@lyceum/common/service';
import type { StudyGate } from '../../gate/study-gate.ts';
import { PracticeQuestionEntity } from './practice-question.entity.ts';
import { practiceQuestionRoutes } from './practice-question.routes.ts';

export const practiceQuestionFeature = defineFeature({
  entities: [PracticeQuestionEntity],
  mount: ({ gate }: { gate: StudyGate }) => ({ routes: practiceQuestionRoutes(gate) }),
});
