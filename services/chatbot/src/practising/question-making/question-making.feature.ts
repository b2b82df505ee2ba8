import { defineFeature } from '@lyceum/common/service';
import type { Models } from '@lyceum/llm/task-models';
import type { StudyGate } from '../../gate/study-gate.ts';
import { handleMakePracticeQuiz } from './handle-make-practice-quiz.ts';

interface Shared {
  readonly models: Models;
  readonly gate: StudyGate;
}

export const questionMakingFeature = defineFeature({
  mount: (shared: Shared) => ({ jobs: [handleMakePracticeQuiz(shared)] }),
});
