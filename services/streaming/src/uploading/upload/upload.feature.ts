import { defineFeature } from '@lyceum/common/service';
import type { UploadLimits } from './start-upload.ts';
import { UploadEntity } from './upload.entity.ts';
import { uploadRoutes } from './upload.routes.ts';

export const uploadFeature = defineFeature({
  entities: [UploadEntity],
  mount: ({ config }: { config: UploadLimits & { readonly PUBLIC_URL: string } }) => ({ routes: uploadRoutes({ config }) }),
});
