import { defineFeature } from '@lyceum/common/service';
import { resumeMailingsJob, resumeMailingsSchedule } from './resume-mailings.job.ts';
import { sendMailingJob } from './send-mailing.job.ts';

export const mailingDeliveryFeature = defineFeature({
  mount: () => ({ jobs: [sendMailingJob, resumeMailingsJob], schedules: [resumeMailingsSchedule] }),
});
