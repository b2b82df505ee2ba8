import type { LiveLogs } from '@lyceum/common/live-log';
import { defineFeature } from '@lyceum/common/service';
import { announceEventJob } from './announce-event.job.ts';

export const announcementFeature = defineFeature({
  mount: ({ logs }: { logs: LiveLogs }) => ({ jobs: [announceEventJob(logs)] }),
});
