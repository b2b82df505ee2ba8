import { cohortFeature } from './cohort/cohort.feature.ts';
import { enrolmentFeature } from './enrolment/enrolment.feature.ts';
import { enrolmentCodeFeature } from './enrolment-code/enrolment-code.feature.ts';
import { enrolmentNoticeFeature } from './enrolment-notice/enrolment-notice.feature.ts';
import { invitationFeature } from './invitation/invitation.feature.ts';
import { personFeature } from './person/person.feature.ts';
import { purchaseFeature } from './purchase/purchase.feature.ts';

/** Who learns, and how they come into a course. */
export const enrollingFeatures = [
  personFeature,
  cohortFeature,
  enrolmentFeature,
  enrolmentCodeFeature,
  invitationFeature,
  purchaseFeature,
  enrolmentNoticeFeature,
];
