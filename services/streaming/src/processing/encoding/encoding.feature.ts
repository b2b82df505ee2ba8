import { defineFeature } from '@lyceum/common/service';
import type { Storage } from '@lyceum/common/storage';
import { handleDeleteEncoding } from './delete-encoding.job.ts';
import { EncodingEntity } from './encoding.entity.ts';
import { RenditionEntity } from './rendition.entity.ts';

export const encodingFeature = defineFeature({
  entities: [EncodingEntity, RenditionEntity],
  mount: ({ storage }: { storage: Storage }) => ({ jobs: [handleDeleteEncoding({ storage })] }),
});
