import { defineFeature } from '@lyceum/common/service';
import { KeepDeadlines1796045626843 } from '../../migrations/1796045626843-keep-deadlines.ts';
import { FillDeadlines1796045626844 } from '../../migrations/1796045626844-fill-deadlines.ts';
import { IndexDeadlines1796045626845 } from '../../migrations/1796045626845-index-deadlines.ts';
import { KeepLessonVideos1796059779569 } from '../../migrations/1796059779569-keep-lesson-videos.ts';
import { IndexLessonVersions1796059779570 } from '../../migrations/1796059779570-index-lesson-versions.ts';
import { LessonVersionEntity } from './lesson-version.entity.ts';
import { RevisionEntity } from './revision.entity.ts';

export const revisionFeature = defineFeature({
  migrations: [
    KeepDeadlines1796045626843,
    FillDeadlines1796045626844,
    IndexDeadlines1796045626845,
    KeepLessonVideos1796059779569,
    IndexLessonVersions1796059779570,
  ],
  entities: [RevisionEntity, LessonVersionEntity],
});
