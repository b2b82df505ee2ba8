import { defineFeature } from '@lyceum/common/service';
import { lessonVideoRoutes } from './lesson-video.routes.ts';

export const lessonVideoFeature = defineFeature({ mount: () => ({ routes: lessonVideoRoutes }) });
