import { defineFeature } from '@lyceum/common/service';
import { LessonVersionEntity } from './lesson-version.entity.ts';
import { RevisionEntity } from './revision.entity.ts';

export const revisionFeature = defineFeature({ entities: [RevisionEntity, LessonVersionEntity] });
