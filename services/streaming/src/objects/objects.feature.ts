import { defineFeature } from '@lyceum/common/service';
import type { Storage } from '@lyceum/common/storage';
import { handleDeleteObjects } from './delete-objects.job.ts';

export const objectsFeature = defineFeature({
  mount: ({ storage }: { storage: Storage }) => ({ jobs: [handleDeleteObjects({ storage })] }),
});
