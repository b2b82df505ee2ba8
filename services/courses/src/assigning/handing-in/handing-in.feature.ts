import { defineFeature } from '@lyceum/common/service';
import { handingInRoutes } from './handing-in.routes.ts';

export const handingInFeature = defineFeature({ mount: () => ({ routes: handingInRoutes }) });
