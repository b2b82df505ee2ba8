import { defineFeature } from '@lyceum/common/service';
import { cohortInUse } from '@lyceum/contracts/courses/cohort';
import { courseHasLearners } from '@lyceum/contracts/courses/course';
import { EnrolmentEntity } from './enrolment.entity.ts';
import { enrolmentRoutes } from './enrolment.routes.ts';
import { learnerRoutes } from './learner.routes.ts';

export const enrolmentFeature = defineFeature({
  entities: [EnrolmentEntity],
  constraints: {
    enrolments_course: courseHasLearners,
    enrolments_revision: courseHasLearners,
    enrolments_cohort: cohortInUse,
  },
  mount: () => ({ routes: [...enrolmentRoutes, ...learnerRoutes] }),
});
