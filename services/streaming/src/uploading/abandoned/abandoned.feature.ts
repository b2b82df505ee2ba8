import { defineFeature } from '@lyceum/common/service';
import { sweepSchedule, sweepUploadsJob } from './sweep-uploads.job.ts';

export const abandonedFeature = defineFeature({
  mount: () => ({ jobs: [sweepUploadsJob], schedules: [sweepSchedule] }),
});
