import { defineFeature } from '@lyceum/common/service';
import type { Storage } from '@lyceum/common/storage';
import { clearUploadJob } from './clear-upload.job.ts';

export const clearingFeature = defineFeature({
  mount: ({ storage }: { storage: Storage }) => ({ jobs: [clearUploadJob(storage)] }),
});
