import { defineFeature } from '@lyceum/common/service';
import { discussionReplyRoutes } from './discussion-reply.routes.ts';
import { mailRepliesJob } from './mail-replies.job.ts';

export const discussionReplyFeature = defineFeature({
  mount: () => ({ routes: discussionReplyRoutes, jobs: [mailRepliesJob] }),
});
