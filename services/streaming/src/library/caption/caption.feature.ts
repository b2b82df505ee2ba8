import { defineFeature } from '@lyceum/common/service';
import type { Storage } from '@lyceum/common/storage';
import type { StorageLimits } from '../storage-usage/find-used-bytes.ts';
import { CaptionEntity } from './caption.entity.ts';
import { captionRoutes } from './caption.routes.ts';
import { captionCuesRoutes } from './caption-cues.routes.ts';
import { captionSnapshot } from './caption-snapshot.ts';
import { handleDeleteCaptionObject } from './delete-caption-object.job.ts';

export const captionFeature = defineFeature({
  entities: [CaptionEntity],
  snapshots: [captionSnapshot],
  mount: ({ storage, config: limits }: { storage: Storage; config: StorageLimits }) => ({
    routes: [...captionRoutes({ storage, limits }), ...captionCuesRoutes],
    jobs: [handleDeleteCaptionObject({ storage })],
  }),
});
