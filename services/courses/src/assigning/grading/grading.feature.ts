import { defineFeature } from '@lyceum/common/service';
import { extensionRoutes } from './extension.routes.ts';
import { gradingRoutes } from './grading.routes.ts';

export const gradingFeature = defineFeature({ mount: () => ({ routes: [...gradingRoutes, ...extensionRoutes] }) });
