import { defineFeature } from '@lyceum/common/service';
import { spaceTaken } from '@lyceum/contracts/tokens/space';
import { SpaceEntity } from './space.entity.ts';
import { spaceRoutes } from './space.routes.ts';

export const spaceFeature = defineFeature({
  entities: [SpaceEntity],
  constraints: { spaces_id: spaceTaken },
  mount: () => ({ routes: spaceRoutes }),
});
