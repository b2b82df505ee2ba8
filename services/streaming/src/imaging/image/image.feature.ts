import { defineFeature } from '@lyceum/common/service';
import type { Storage } from '@lyceum/common/storage';
import type { StorageLimits } from '../../library/storage-usage/find-used-bytes.ts';
import { ImageEntity } from './image.entity.ts';
import { imageRoutes } from './image.routes.ts';
import { handleRenderImage } from './render-image.job.ts';
import { sweepImagesJob, sweepImagesSchedule } from './sweep-images.job.ts';

export const imageFeature = defineFeature({
  entities: [ImageEntity],
  mount: ({ storage, config }: { storage: Storage; config: StorageLimits }) => ({
    routes: imageRoutes({ storage, config }),
    jobs: [handleRenderImage({ storage }), sweepImagesJob],
    schedules: [sweepImagesSchedule],
  }),
});
