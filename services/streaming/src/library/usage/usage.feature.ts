import { defineFeature } from '@lyceum/common/service';
import { keepUsages } from './on-lesson-videos-changed.ts';
import { CourseUsageEntity, VideoUsageEntity } from './video-usage.entity.ts';

export const usageFeature = defineFeature({
  entities: [CourseUsageEntity, VideoUsageEntity],
  subscriptions: [keepUsages],
});
