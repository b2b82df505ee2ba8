import { defineFeature } from '@lyceum/common/service';
import { CaptionEntity } from './caption.entity.ts';

export const captionFeature = defineFeature({
  entities: [CaptionEntity],
});
