import { defineFeature } from '@lyceum/common/service';
import { publishingRoutes } from './publishing.routes.ts';

export const publishingFeature = defineFeature({ mount: () => ({ routes: publishingRoutes }) });
