import { defineFeature } from '@lyceum/common/service';
import { LessonVersionEntity } from './lesson-version.entity.ts';

export const lessonVersionFeature = defineFeature({ entities: [LessonVersionEntity] });
