import { defineFeature } from '@lyceum/common/service';
import { CreateCourses1796008683477 } from '../migrations/1796008683477-create-courses.ts';
import { CourseEntity } from './course.entity.ts';
import { courseRoutes } from './course.routes.ts';

export const courseFeature = defineFeature({
  entities: [CourseEntity],
  migrations: [CreateCourses1796008683477],
  mount: () => ({ routes: courseRoutes }),
});
