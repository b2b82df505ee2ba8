import { defineFeature } from '@lyceum/common/service';
import type { Storage } from '@lyceum/common/storage';
import { videoCardRoutes } from './video-card.routes.ts';
import { deletedSnapshot, playableSnapshot } from './video-snapshot.ts';

export const videoCardFeature = defineFeature({
  snapshots: [playableSnapshot, deletedSnapshot],
  mount: ({ storage }: { storage: Storage }) => ({ routes: videoCardRoutes({ storage }) }),
});
