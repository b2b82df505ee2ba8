import { defineFeature } from '@lyceum/common/service';
import { purgeVideosJob, purgeVideosSchedule } from './purge-videos.job.ts';

export const purgeFeature = defineFeature({
  mount: () => ({ jobs: [purgeVideosJob], schedules: [purgeVideosSchedule] }),
});
