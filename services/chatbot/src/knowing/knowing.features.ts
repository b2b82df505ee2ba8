import { courseReadingFeature } from './course-reading/course-reading.feature.ts';
import { embeddingFeature } from './embedding/embedding.feature.ts';
import { helpFeature } from './help/help.feature.ts';
import { knownCourseFeature } from './known-course/known-course.feature.ts';
import { lessonVersionFeature } from './lesson-version/lesson-version.feature.ts';
import { passageFeature } from './passage/passage.feature.ts';
import { searchIndexFeature } from './search-index/search-index.feature.ts';

export const knowingFeatures = [
  knownCourseFeature,
  lessonVersionFeature,
  passageFeature,
  searchIndexFeature,
  courseReadingFeature,
  embeddingFeature,
  helpFeature,
];
