import { defineFeature } from '@lyceum/common/service';
import { studyRoutes } from './study.routes.ts';
import { StudyDayEntity } from './study-day.entity.ts';
import { StudyEvidenceEntity } from './study-evidence.entity.ts';
import { StudySessionEntity } from './study-session.entity.ts';

export const studyFeature = defineFeature({
  entities: [StudySessionEntity, StudyEvidenceEntity, StudyDayEntity],
  mount: () => ({ routes: studyRoutes }),
});
