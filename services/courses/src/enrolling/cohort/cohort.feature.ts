import { defineFeature } from '@lyceum/common/service';
import { cohortNameTaken } from '@lyceum/contracts/courses/cohort';
import { CohortEntity } from './cohort.entity.ts';
import { cohortRoutes } from './cohort.routes.ts';

export const cohortFeature = defineFeature({
  entities: [CohortEntity],
  constraints: { cohorts_name: cohortNameTaken },
  mount: () => ({ routes: cohortRoutes }),
});
