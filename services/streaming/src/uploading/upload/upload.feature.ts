import { defineFeature } from '@lyceum/common/service';
import type { UploadLimits } from './start-upload.ts';
import { UploadEntity } from './upload.entity.ts';
import { uploadRoutes } from './upload.routes.ts';

interface Needs {
  readonly config: UploadLimits & { readonly PUBLIC_URL: string };
}

export const uploadFeature = defineFeature({
  entities: [UploadEntity],
  mount: ({ config }: Needs) => ({ routes: uploadRoutes({ config }) }),
});
