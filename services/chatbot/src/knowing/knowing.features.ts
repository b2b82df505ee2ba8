import { helpFeature } from './help/help.feature.ts';
import { knownCourseFeature } from './known-course/known-course.feature.ts';
import { lessonVersionFeature } from './lesson-version/lesson-version.feature.ts';
import { passageFeature } from './passage/passage.feature.ts';

export const knowingFeatures = [knownCourseFeature, lessonVersionFeature, passageFeature, helpFeature];
