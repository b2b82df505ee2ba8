import { defineFeature } from '@lyceum/common/service';
import type { Storage } from '@lyceum/common/storage';
import { clearUploadJob } from '../../objects/clear-upload.job.ts';
import type { UploadLimits } from './start-upload.ts';
import { UploadEntity } from './upload.entity.ts';
import { uploadRoutes } from './upload.routes.ts';

interface Needs {
  readonly config: UploadLimits & { readonly PUBLIC_URL: string };
  readonly storage: Storage;
}

export const uploadFeature = defineFeature({
  entities: [UploadEntity],
  mount: ({ config, storage }: Needs) => ({ routes: uploadRoutes({ config }), jobs: [clearUploadJob(storage)] }),
});
