import { defineFeature } from '@lyceum/common/service';
import { overviewRoutes } from './overview.routes.ts';

export const overviewFeature = defineFeature({ mount: () => ({ routes: overviewRoutes }) });
