import { defineFeature } from '@lyceum/common/service';
import { categoryInUse } from '@lyceum/contracts/courses/category';
import { CreateCourses1796010306077 } from '../../migrations/1796010306077-create-courses.ts';
import { AddCoverImages1796059951764 } from '../../migrations/1796059951764-add-cover-images.ts';
import { authorRoutes } from './author.routes.ts';
import { CourseEntity } from './course.entity.ts';
import { courseRoutes } from './course.routes.ts';
import { CourseAuthorEntity } from './course-author.entity.ts';
import { CoursePrerequisiteEntity } from './course-prerequisite.entity.ts';
import { CourseTagEntity } from './course-tag.entity.ts';

export const courseFeature = defineFeature({
  entities: [CourseEntity, CourseAuthorEntity, CourseTagEntity, CoursePrerequisiteEntity],
  migrations: [CreateCourses1796010306077, AddCoverImages1796059951764],
  constraints: { courses_category: categoryInUse },
  mount: () => ({ routes: [...courseRoutes, ...authorRoutes] }),
});
