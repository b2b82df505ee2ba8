import { defineFeature } from '@lyceum/common/service';
import { categoryTitleTaken } from '@lyceum/contracts/courses/category';
import { CategoryEntity } from './category.entity.ts';
import { categoryRoutes } from './category.routes.ts';

export const categoryFeature = defineFeature({
  entities: [CategoryEntity],
  constraints: { course_categories_title: categoryTitleTaken },
  mount: () => ({ routes: categoryRoutes }),
});
