import { defineFeature } from '@lyceum/common/service';
import { LessonProgressEntity } from './lesson-progress.entity.ts';

export const progressFeature = defineFeature({ entities: [LessonProgressEntity] });
