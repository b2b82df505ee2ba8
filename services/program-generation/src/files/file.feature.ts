import { defineFeature } from '@lyceum/common/service';
import type { Storage } from '@lyceum/common/storage';
import { handleDeleteFiles } from './delete-files.job.ts';

export const fileFeature = defineFeature({
  mount: ({ storage }: { storage: Storage }) => ({ jobs: [handleDeleteFiles({ storage })] }),
});
