import { defineFeature } from '@lyceum/common/service';
import type { ServiceClient } from '@lyceum/common/service-client';
import { indexMissingJob, indexMissingSchedule } from './index-missing.job.ts';
import { handleIndexVersion } from './index-version.job.ts';
import { rereadCaptions } from './on-captions-changed.ts';
import { forgetCourse } from './on-course-deleted.ts';
import { knowCourse } from './on-course-published.ts';

export const courseReadingFeature = defineFeature({
  subscriptions: [knowCourse, forgetCourse, rereadCaptions],
  mount: ({ services }: { services: ServiceClient }) => ({
    jobs: [handleIndexVersion(services), indexMissingJob],
    schedules: [indexMissingSchedule],
  }),
});
