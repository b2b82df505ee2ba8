import { defineFeature } from '@lyceum/common/service';
import { discussionReplyRoutes } from './discussion-reply.routes.ts';

export const discussionReplyFeature = defineFeature({ mount: () => ({ routes: discussionReplyRoutes }) });
