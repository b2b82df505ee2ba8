import { defineFeature } from '@lyceum/common/service';
import type { Storage } from '@lyceum/common/storage';
import { videoCardRoutes } from './video-card.routes.ts';
import { videoSnapshot } from './video-snapshot.ts';

export const videoCardFeature = defineFeature({
  snapshots: [videoSnapshot],
  mount: ({ storage }: { storage: Storage }) => ({ routes: videoCardRoutes({ storage }) }),
});
