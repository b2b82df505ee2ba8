import { defineFeature } from '@lyceum/common/service';
import { AttemptRegradeEntity } from './attempt-regrade.entity.ts';
import { regradeRoutes } from './regrade.routes.ts';
import { regradeAttemptsJob } from './regrade-attempts.job.ts';
import { resumeRegradesJob, resumeRegradesSchedule } from './resume-regrades.job.ts';

export const regradingFeature = defineFeature({
  entities: [AttemptRegradeEntity],
  mount: () => ({
    routes: regradeRoutes,
    jobs: [regradeAttemptsJob, resumeRegradesJob],
    schedules: [resumeRegradesSchedule],
  }),
});
