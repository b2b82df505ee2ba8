import { defineFeature } from '@lyceum/common/service';
import type { Storage } from '@lyceum/common/storage';
import { LessonEntity } from './lesson.entity.ts';
import { lessonRoutes } from './lesson.routes.ts';
import { ModuleEntity } from './module.entity.ts';
import { moduleRoutes } from './module.routes.ts';

export const contentFeature = defineFeature({
  entities: [ModuleEntity, LessonEntity],
  mount: ({ storage }: { storage: Storage }) => ({ routes: [...moduleRoutes, ...lessonRoutes({ storage })] }),
});
