import { defineFeature } from '@lyceum/common/service';
import { practiceQuizPending } from '@lyceum/contracts/chatbot/practice';
import { PracticeQuizEntity } from './practice-quiz.entity.ts';
import { practiceQuizRoutes } from './practice-quiz.routes.ts';

export const practiceQuizFeature = defineFeature({
  entities: [PracticeQuizEntity],
  constraints: { practice_quizzes_pending: practiceQuizPending },
  mount: () => ({ routes: practiceQuizRoutes }),
});
