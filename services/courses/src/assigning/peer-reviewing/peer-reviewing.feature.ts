import { defineFeature } from '@lyceum/common/service';
import type { Storage } from '@lyceum/common/storage';
import { peerReviewingRoutes } from './peer-reviewing.routes.ts';

export const peerReviewingFeature = defineFeature({
  mount: ({ storage }: { storage: Storage }) => ({ routes: peerReviewingRoutes({ storage }) }),
});
