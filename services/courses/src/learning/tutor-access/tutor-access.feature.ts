import { defineFeature } from '@lyceum/common/service';
import { tutorAccessRoutes } from './tutor-access.routes.ts';

export const tutorAccessFeature = defineFeature({ mount: () => ({ routes: tutorAccessRoutes }) });
