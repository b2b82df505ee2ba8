import { defineFeature } from '@lyceum/common/service';
import type { Storage } from '@lyceum/common/storage';
import { CaptionEntity } from './caption.entity.ts';
import { captionRoutes } from './caption.routes.ts';
import { handleDeleteCaptionObject } from './delete-caption-object.job.ts';

export const captionFeature = defineFeature({
  entities: [CaptionEntity],
  mount: ({ storage }: { storage: Storage }) => ({
    routes: captionRoutes({ storage }),
    jobs: [handleDeleteCaptionObject({ storage })],
  }),
});
