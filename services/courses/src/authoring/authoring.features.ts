import { bankFeature } from './bank/bank.feature.ts';
import { categoryFeature } from './category/category.feature.ts';
import { contentFeature } from './content/content.feature.ts';
import { courseFeature } from './course/course.feature.ts';
import { courseFileFeature } from './course-file/course-file.feature.ts';
import { courseVideosFeature } from './course-videos/course-videos.feature.ts';
import { libraryVideoFeature } from './library-video/library-video.feature.ts';
import { publishingFeature } from './publishing/publishing.feature.ts';
import { revisionFeature } from './revision/revision.feature.ts';
import { skeletonFeature } from './skeleton/skeleton.feature.ts';

/** What authors write and publish. */
export const authoringFeatures = [
  categoryFeature,
  libraryVideoFeature,
  courseVideosFeature,
  courseFeature,
  contentFeature,
  bankFeature,
  courseFileFeature,
  revisionFeature,
  publishingFeature,
  skeletonFeature,
];
