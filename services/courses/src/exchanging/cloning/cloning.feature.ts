import { defineFeature } from '@lyceum/common/service';
import { cloneRoutes } from './clone.routes.ts';

export const cloningFeature = defineFeature({ mount: () => ({ routes: cloneRoutes }) });
