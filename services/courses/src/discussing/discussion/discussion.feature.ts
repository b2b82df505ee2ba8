import { defineFeature } from '@lyceum/common/service';
import { CreateDiscussions1796045389951 } from '../../migrations/1796045389951-create-discussions.ts';
import { DiscussionEntity } from './discussion.entity.ts';
import { discussionRoutes } from './discussion.routes.ts';
import { DiscussionFollowerEntity } from './discussion-follower.entity.ts';
import { DiscussionReplyEntity } from './discussion-reply.entity.ts';

export const discussionFeature = defineFeature({
  migrations: [CreateDiscussions1796045389951],
  entities: [DiscussionEntity, DiscussionReplyEntity, DiscussionFollowerEntity],
  mount: () => ({ routes: discussionRoutes }),
});
