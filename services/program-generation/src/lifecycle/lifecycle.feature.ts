import { defineFeature } from '@lyceum/common/service';
import { deleteProgramRoutes } from './delete-program.routes.ts';
import { reviewRoutes } from './review.routes.ts';

export const lifecycleFeature = defineFeature({ mount: () => ({ routes: [...reviewRoutes, ...deleteProgramRoutes] }) });
