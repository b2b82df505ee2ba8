import { defineFeature } from '@lyceum/common/service';
import { cohortInUse } from '@lyceum/contracts/courses/cohort';
import { courseHasLearners } from '@lyceum/contracts/courses/course';
import { MuteCourses1796045626841 } from '../../migrations/1796045626841-mute-courses.ts';
import { IndexExpiringEnrolments1796045626842 } from '../../migrations/1796045626842-index-expiring-enrolments.ts';
import { EnrolmentEntity } from './enrolment.entity.ts';
import { enrolmentRoutes } from './enrolment.routes.ts';
import { learnerRoutes } from './learner.routes.ts';

export const enrolmentFeature = defineFeature({
  migrations: [MuteCourses1796045626841, IndexExpiringEnrolments1796045626842],
  entities: [EnrolmentEntity],
  constraints: {
    enrolments_course: courseHasLearners,
    enrolments_revision: courseHasLearners,
    enrolments_cohort: cohortInUse,
  },
  mount: () => ({ routes: [...enrolmentRoutes, ...learnerRoutes] }),
});
