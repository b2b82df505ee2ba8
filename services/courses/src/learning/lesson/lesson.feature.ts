import { defineFeature } from '@lyceum/common/service';
import type { Storage } from '@lyceum/common/storage';
import { learnerLessonRoutes } from './lesson.routes.ts';

export const lessonFeature = defineFeature({
  mount: ({ storage }: { storage: Storage }) => ({ routes: learnerLessonRoutes({ storage }) }),
});
