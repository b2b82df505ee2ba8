import { defineFeature } from '@lyceum/common/service';
import { CreateReviewing1763770020000 } from '../migrations/1763770020000-create-reviewing.ts';
import { commentRoutes } from './comment.routes.ts';
import { ProgramCommentEntity } from './program-comment.entity.ts';

export const commentFeature = defineFeature({
  entities: [ProgramCommentEntity],
  migrations: [CreateReviewing1763770020000],
  mount: () => ({ routes: commentRoutes }),
});
