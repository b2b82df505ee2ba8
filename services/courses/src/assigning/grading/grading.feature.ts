import { defineFeature } from '@lyceum/common/service';
import { gradingRoutes } from './grading.routes.ts';

export const gradingFeature = defineFeature({ mount: () => ({ routes: gradingRoutes }) });
