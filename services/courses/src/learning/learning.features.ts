import { lessonFeature } from './lesson/lesson.feature.ts';
import { lessonVideoFeature } from './lesson-video/lesson-video.feature.ts';
import { overviewFeature } from './overview/overview.feature.ts';
import { progressFeature } from './progress/progress.feature.ts';
import { scormFeature } from './scorm/scorm.feature.ts';
import { scormPackageFeature } from './scorm-package/scorm-package.feature.ts';
import { studyFeature } from './study/study.feature.ts';
import { tutorAccessFeature } from './tutor-access/tutor-access.feature.ts';

/** What is open to learners and what they have done. */
export const learningFeatures = [
  progressFeature,
  lessonFeature,
  studyFeature,
  lessonVideoFeature,
  tutorAccessFeature,
  scormPackageFeature,
  scormFeature,
  overviewFeature,
];
