import { defineFeature } from '@lyceum/common/service';
import { learnerLessonRoutes } from './lesson.routes.ts';

export const lessonFeature = defineFeature({ mount: () => ({ routes: learnerLessonRoutes }) });
