import type { Database } from '@lyceum/common/database';
import { defineFeature } from '@lyceum/common/service';
import { createEncodingPoller } from './poll-encodings.ts';
import { processingRoutes } from './processing.routes.ts';

export const progressFeature = defineFeature({
  mount: ({ database }: { database: Database }) => ({ routes: processingRoutes(createEncodingPoller(database)) }),
});
