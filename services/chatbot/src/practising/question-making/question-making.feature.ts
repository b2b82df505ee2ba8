import { defineFeature } from '@lyceum/common/service';
import type { Models } from '@lyceum/llm/task-models';
import type { StudyGate } from '../../gate/study-gate.ts';
import type { Guard } from '../../guarding/guard/create-guard.ts';
import { endLostQuizzesJob, endLostQuizzesSchedule } from './end-lost-quizzes.job.ts';
import { handleMakePracticeQuiz } from './make-practice-quiz.job.ts';
import { questionMakingRoutes } from './question-making.routes.ts';

interface Shared {
  readonly models: Models;
  readonly gate: StudyGate;
  readonly guard: Guard;
}

export const questionMakingFeature = defineFeature({
  mount: (shared: Shared) => ({
    routes: questionMakingRoutes(shared),
    jobs: [handleMakePracticeQuiz(shared), endLostQuizzesJob],
    schedules: [endLostQuizzesSchedule],
  }),
});
