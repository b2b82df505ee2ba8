import { defineFeature } from '@lyceum/common/service';
import { ImageEntity } from './image.entity.ts';

export const imageFeature = defineFeature({
  entities: [ImageEntity],
});
