import { defineFeature } from '@lyceum/common/service';
import { EncodingEntity } from './encoding.entity.ts';
import { RenditionEntity } from './rendition.entity.ts';

export const encodingFeature = defineFeature({
  entities: [EncodingEntity, RenditionEntity],
});
