import { defineFeature } from '@lyceum/common/service';
import { mailEnrolmentEnded } from './on-enrolment-ended.ts';
import { mailEnrolled } from './on-learner-enrolled.ts';

export const enrolmentNoticeFeature = defineFeature({ subscriptions: [mailEnrolled, mailEnrolmentEnded] });
