import { defineFeature } from '@lyceum/common/service';
import { learnerTimeRoutes } from './learner-time.routes.ts';
import { quizExceptionRoutes } from './quiz-exception.routes.ts';

export const quizExceptionFeature = defineFeature({ mount: () => ({ routes: [...quizExceptionRoutes, ...learnerTimeRoutes] }) });
