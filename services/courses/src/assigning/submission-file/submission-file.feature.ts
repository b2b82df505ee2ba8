import { defineFeature } from '@lyceum/common/service';
import type { Storage } from '@lyceum/common/storage';
import { handleDeleteFile } from './delete-file.job.ts';
import { submissionFileRoutes } from './submission-file.routes.ts';
import { sweepFilesJob, sweepFilesSchedule } from './sweep-files.job.ts';

export const submissionFileFeature = defineFeature({
  mount: ({ storage }: { storage: Storage }) => ({
    routes: submissionFileRoutes({ storage }),
    jobs: [sweepFilesJob, handleDeleteFile({ storage })],
    schedules: [sweepFilesSchedule],
  }),
});
