import { defineService } from '@lyceum/common/service';
import { coursesConfig } from './config.ts';
import { courseFeature } from './course/course.feature.ts';

export const courses = defineService({
  name: 'courses',
  config: coursesConfig,
  features: [courseFeature],
});
