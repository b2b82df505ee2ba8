import { defineFeature } from '@lyceum/common/service';
import { UploadEntity } from './upload.entity.ts';

export const uploadFeature = defineFeature({
  entities: [UploadEntity],
});
