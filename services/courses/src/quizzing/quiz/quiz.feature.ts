import { defineFeature } from '@lyceum/common/service';
import { AttemptEntity } from './attempt.entity.ts';
import { attemptRoutes } from './attempt.routes.ts';
import { closeOverdueAttemptsJob, closeOverdueSchedule } from './close-overdue-attempts.job.ts';
import { statisticsRoutes } from './statistics.routes.ts';

export const quizFeature = defineFeature({
  entities: [AttemptEntity],
  mount: () => ({
    routes: [...attemptRoutes, ...statisticsRoutes],
    jobs: [closeOverdueAttemptsJob],
    schedules: [closeOverdueSchedule],
  }),
});
