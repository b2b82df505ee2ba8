import { defineFeature } from '@lyceum/common/service';
import { CourseUsageEntity, VideoUsageEntity } from './video-usage.entity.ts';

export const usageFeature = defineFeature({
  entities: [CourseUsageEntity, VideoUsageEntity],
});
