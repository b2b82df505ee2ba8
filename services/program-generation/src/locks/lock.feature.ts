import { defineFeature } from '@lyceum/common/service';
import { lockRoutes } from './lock.routes.ts';

export const lockFeature = defineFeature({ mount: () => ({ routes: lockRoutes }) });
