import { defineFeature } from '@lyceum/common/service';
import { importRoutes } from './import.routes.ts';
import { InvitationEntity } from './invitation.entity.ts';
import { invitationRoutes } from './invitation.routes.ts';

export const invitationFeature = defineFeature({
  entities: [InvitationEntity],
  mount: () => ({ routes: [...invitationRoutes, ...importRoutes] }),
});
