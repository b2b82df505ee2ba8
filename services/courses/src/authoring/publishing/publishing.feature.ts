import { defineFeature } from '@lyceum/common/service';
import { publicationSnapshot } from './publication-snapshot.ts';
import { publishingRoutes } from './publishing.routes.ts';

export const publishingFeature = defineFeature({
  snapshots: [publicationSnapshot],
  mount: () => ({ routes: publishingRoutes }),
});
