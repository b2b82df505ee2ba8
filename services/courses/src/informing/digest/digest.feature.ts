import { defineFeature } from '@lyceum/common/service';
import { sendDigestsJob, sendDigestsSchedule } from './send-digests.job.ts';

export const digestFeature = defineFeature({
  mount: () => ({ jobs: [sendDigestsJob], schedules: [sendDigestsSchedule] }),
});
